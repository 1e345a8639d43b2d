/** Every error a user or operator can meet, with the HTTP status it is answered with. */
const STATUS = {
  CONFIG_INVALID: 500,
  PORT_IN_USE: 500,
  DATA_DIR_UNUSABLE: 500,
  STORE_UNREACHABLE: 503,
  STARTUP_FAILED: 500,
  MODEL_UNREADABLE: 409,
  MODEL_OVERTAKEN: 409,
  MESSAGE_INVALID: 400,
  MESSAGE_EMPTY: 400,
  MESSAGE_TOO_LONG: 413,
  CONVERSATION_UNKNOWN: 404,
  TOO_MANY_REQUESTS: 429,
  TOO_BUSY: 503,
  UNAUTHORISED: 401,
  SERVICE_URL_REFUSED: 403,
  CHANNEL_OFF: 403,
  NOT_FOUND: 404,
  LINK_EXPIRED: 410,
  ARGUMENT_INVALID: 400,
  FILE_EXISTS: 409,
  STORY_INVALID: 400,
  SCORES_MISSING: 409,
  INTERNAL: 500,
} as const;

export type ErrorCode = keyof typeof STATUS;

/** An error whose message tells the reader what to do; safe to show. */
export class RainmakerError extends Error {
  readonly code: ErrorCode;
  readonly status: number;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RainmakerError';
    this.code = code;
    this.status = STATUS[code];
  }
}
