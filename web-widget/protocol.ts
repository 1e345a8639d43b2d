/** What the widget and the server say to each other over socket.io. Types only: nothing here runs. */

/** Sent in the handshake. */
export interface Hello {
  /** The visitor's secret, as an earlier `welcome` gave it; a new visitor has none. */
  readonly token?: string;
  /** Number of the last reply this page has seen; 0 or absent for a page that shows nothing yet. */
  readonly since?: number;
  /** BCP 47. */
  readonly locale?: string;
  /** IANA name. */
  readonly timeZone?: string;
}

export type WidgetAction =
  | { readonly kind: 'choose'; readonly sku: string }
  | { readonly kind: 'intent'; readonly intent: string }
  | { readonly kind: 'acceptQuote'; readonly number: string }
  | { readonly kind: 'bookMeeting'; readonly startsAt: string };

export interface WidgetChoice {
  readonly label: string;
  readonly text: string;
  readonly action?: WidgetAction;
}

/** All amounts and dates are already written out for the reader. */
export interface WidgetProduct {
  readonly sku: string;
  readonly name: string;
  readonly price: string;
  readonly priceBreaks: readonly { readonly label: string; readonly price: string }[];
  readonly availability: string;
  readonly reason?: string;
}

export interface WidgetDocument {
  readonly title: string;
  readonly status: string;
  readonly lines: readonly {
    readonly name: string;
    readonly quantity: string;
    readonly unitPrice: string;
    /** What a discount takes off the quantity at its unit price, such as "less 4% (£35.80)". */
    readonly off?: string;
    readonly total: string;
  }[];
  readonly totalLabel: string;
  readonly total: string;
  /** Such as "valid until 7 Dec 2026". */
  readonly notes: readonly string[];
}

export interface WidgetReply {
  readonly text: string;
  /** Name of the person who wrote it; absent for the bot. */
  readonly from?: string;
  readonly language: 'en' | 'zh';
  readonly choices: readonly WidgetChoice[];
  /** Documents to open. */
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly products: readonly WidgetProduct[];
  readonly document?: WidgetDocument;
}

export interface NumberedReply {
  /** 1, 2, 3 ... within the conversation. */
  readonly number: number;
  readonly reply: WidgetReply;
}

/** One message of the visitor and what was answered; without a message, what a person wrote by themselves. */
export interface WidgetTurn {
  readonly message?: { readonly id: string; readonly text: string };
  readonly replies: readonly NumberedReply[];
}

export interface WidgetMessage {
  /** Made by the client, 8 to 64 characters of A-Z a-z 0-9 _ -; the same id is the same message. */
  readonly id: string;
  readonly text: string;
  readonly action?: WidgetAction;
  readonly locale?: string;
}

export interface WidgetError {
  readonly code: string;
  readonly message: string;
}

/** `accepted` comes only after the message is on disk; `person` when a person has the conversation and the bot is silent. */
export type Acknowledgement =
  | { readonly accepted: true; readonly person?: true }
  | { readonly accepted: false; readonly error: WidgetError };

export interface ClientToServerEvents {
  message(message: WidgetMessage, acknowledge: (acknowledgement: Acknowledgement) => void): void;
}

export interface ServerToClientEvents {
  /** First event of a connection: the visitor's secret, and the turns not seen yet, oldest first. */
  welcome(welcome: {
    readonly token: string;
    readonly shop: string;
    readonly turns: readonly WidgetTurn[];
  }): void;
  /** The visitor wrote this in another tab. */
  said(message: { readonly id: string; readonly text: string }): void;
  reply(reply: NumberedReply & { readonly messageId: string }): void;
}
