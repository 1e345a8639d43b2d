import path from 'node:path';
import { z } from 'zod';
import { RainmakerError } from './errors.ts';

/** All environment variables, each with the sentence that helps whoever got it wrong. */
const port = z.coerce
  .number({ error: 'PORT must be a number from 0 to 65535, e.g. PORT=3978' })
  .int('PORT must be a whole number from 0 to 65535')
  .min(0, 'PORT must be 0 or more')
  .max(65_535, 'PORT must be at most 65535');

const url = (name: string, ...protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `${name} must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    );

const schema = z.object({
  NODE_ENV: z.string().optional(),
  PORT: port.default(3978),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  MONGODB_URI: url('MONGODB_URI', 'mongodb:', 'mongodb+srv:').optional(),
  STORE_USERNAME: z.string().min(1).optional(),
  STORE_PASSWORD: z
    .string()
    .min(12, 'STORE_PASSWORD must have at least 12 characters, e.g. from: openssl rand -hex 16')
    .optional(),
  REDIS_URL: url('REDIS_URL', 'redis:', 'rediss:').optional(),
  PUBLIC_URL: url('PUBLIC_URL', 'http:', 'https:').optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('warn'),
  ENCRYPTION_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'ENCRYPTION_KEY must be 64 hexadecimal digits, e.g. from: openssl rand -hex 32')
    .optional(),
  WIDGET_ORIGINS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((origin) => origin.trim())
        .filter((origin) => origin !== ''),
    )
    .refine(
      (origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
      'WIDGET_ORIGINS must be a comma-separated list of origins such as https://shop.example.com (no path, no slash at the end)',
    ),
  MicrosoftAppId: z.string().min(1).optional(),
  MicrosoftAppPassword: z.string().min(1).optional(),
  MicrosoftAppTenantId: z.string().min(1).optional(),
  MicrosoftAppType: z
    .enum(['MultiTenant', 'SingleTenant', 'UserAssignedMSI'], {
      error: 'MicrosoftAppType must be MultiTenant, SingleTenant or UserAssignedMSI',
    })
    .optional(),
  SLACK_BOT_TOKEN: z.string().min(1).optional(),
  SLACK_SIGNING_SECRET: z.string().min(1).optional(),
  SLACK_APP_TOKEN: z.string().min(1).optional(),
  SMTP_URL: url('SMTP_URL', 'smtp:', 'smtps:').optional(),
  MAIL_FROM: z.email('MAIL_FROM must be an e-mail address, e.g. MAIL_FROM=hello@shop.example.com').optional(),
  OIDC_ISSUER: url('OIDC_ISSUER', 'https:', 'http:').optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
});

type Environment = z.infer<typeof schema>;

/** Variables that only make sense together: one set asks for the rest. */
const GROUPS: readonly (readonly (keyof Environment)[])[] = [
  ['MicrosoftAppId', 'MicrosoftAppPassword'],
  ['STORE_USERNAME', 'STORE_PASSWORD'],
  ['SMTP_URL', 'MAIL_FROM'],
  ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
];

export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly mongodbUri?: string;
  /** Who may use the embedded store over TCP, where `rainmaker store --tcp` opens it. */
  readonly storeLogin?: { readonly username: string; readonly password: string };
  readonly redisUrl?: string;
  readonly publicUrl?: string;
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly encryptionKey?: string;
  readonly widgetOrigins: readonly string[];
  readonly mail?: { readonly smtpUrl: string; readonly from: string };
  readonly microsoft?: {
    readonly appId: string;
    readonly appPassword?: string;
    readonly tenantId?: string;
    readonly appType: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI';
  };
}

function groupFaults(env: NodeJS.ProcessEnv): string[] {
  const faults: string[] = [];
  const isSet = (name: string) => env[name] !== undefined && env[name] !== '';
  for (const group of GROUPS) {
    // A managed identity has no password.
    if (group[0] === 'MicrosoftAppId' && env.MicrosoftAppType === 'UserAssignedMSI') continue;
    const missing = group.filter((name) => !isSet(name));
    if (missing.length === 0 || missing.length === group.length) continue;
    const given = group.filter(isSet);
    faults.push(
      `${given.join(' and ')} is set without ${missing.join(' and ')}: set ${missing.join(' and ')} too, or unset ${given.join(' and ')}`,
    );
  }
  if ((isSet('MicrosoftAppTenantId') || isSet('MicrosoftAppType')) && !isSet('MicrosoftAppId'))
    faults.push(
      'MicrosoftAppTenantId or MicrosoftAppType is set without MicrosoftAppId: set MicrosoftAppId too',
    );
  if (
    (env.MicrosoftAppType === 'SingleTenant' || env.MicrosoftAppType === 'UserAssignedMSI') &&
    !isSet('MicrosoftAppTenantId')
  )
    faults.push(
      `MicrosoftAppType ${env.MicrosoftAppType} needs MicrosoftAppTenantId: set it to your Entra tenant's id`,
    );
  if (isSet('SLACK_APP_TOKEN') && !isSet('SLACK_BOT_TOKEN'))
    faults.push(
      'SLACK_APP_TOKEN is set without SLACK_BOT_TOKEN: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET too',
    );
  return faults;
}

/**
 * Reads the configuration once. Empty variables count as unset. All faults are reported together, each with
 * its cure; values are never repeated, because some are secrets.
 * @throws RainmakerError CONFIG_INVALID
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  const faults = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => issue.message)),
    ...groupFaults(env),
  ];
  if (!parsed.success || faults.length > 0) {
    throw new RainmakerError(
      'CONFIG_INVALID',
      `The environment has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
  const values = parsed.data;
  return {
    production: values.NODE_ENV === 'production',
    port: values.PORT,
    host: values.HOST,
    dataDir: path.resolve(values.DATA_DIR),
    ...(values.MONGODB_URI && { mongodbUri: values.MONGODB_URI }),
    ...(values.STORE_USERNAME &&
      values.STORE_PASSWORD && {
        storeLogin: { username: values.STORE_USERNAME, password: values.STORE_PASSWORD },
      }),
    ...(values.REDIS_URL && { redisUrl: values.REDIS_URL }),
    ...(values.PUBLIC_URL && { publicUrl: values.PUBLIC_URL }),
    logLevel: values.LOG_LEVEL,
    ...(values.ENCRYPTION_KEY && { encryptionKey: values.ENCRYPTION_KEY }),
    widgetOrigins: values.WIDGET_ORIGINS,
    ...(values.SMTP_URL &&
      values.MAIL_FROM && { mail: { smtpUrl: values.SMTP_URL, from: values.MAIL_FROM } }),
    ...(values.MicrosoftAppId && {
      microsoft: {
        appId: values.MicrosoftAppId,
        ...(values.MicrosoftAppPassword && { appPassword: values.MicrosoftAppPassword }),
        ...(values.MicrosoftAppTenantId && { tenantId: values.MicrosoftAppTenantId }),
        appType: values.MicrosoftAppType ?? 'MultiTenant',
      },
    }),
  };
}

/** Where visitors reach the server: PUBLIC_URL, else this machine at the port that it listens on. */
export function addressOf({ publicUrl, host }: Pick<Config, 'publicUrl' | 'host'>, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return publicUrl?.replace(/\/$/, '') ?? `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

/** The only place that looks at the process's environment. */
export const readProcessConfig = (): Config => readConfig(process.env);
