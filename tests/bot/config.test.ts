import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../bot/config.ts';
import { RainmakerError } from '../../bot/errors.ts';

const faultOf = (env: NodeJS.ProcessEnv): RainmakerError => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof RainmakerError) return error;
  }
  throw new Error('the configuration was accepted');
};

describe('configuration', () => {
  test('an empty environment starts with the defaults', () => {
    expect(readConfig({ PORT: '', HOST: '' })).toMatchObject({
      port: 3978,
      host: '127.0.0.1',
      logLevel: 'warn',
      widgetOrigins: [],
      production: false,
    });
  });

  test('all faults are reported together, each with its cure', () => {
    const { code, message } = faultOf({
      PORT: 'http',
      LOG_LEVEL: 'loud',
      MONGODB_URI: 'localhost:27017',
      WIDGET_ORIGINS: 'https://shop.example/',
      SLACK_BOT_TOKEN: 'xoxb',
    });
    expect(code).toBe('CONFIG_INVALID');
    expect(message).toContain('5 faults');
    for (const cure of [
      'PORT must be a number',
      'LOG_LEVEL must be one of',
      'MONGODB_URI must be a URL that starts with mongodb://',
      'WIDGET_ORIGINS must be a comma-separated list of origins',
      'set SLACK_SIGNING_SECRET too',
    ])
      expect(message).toContain(cure);
  });

  test.each([
    [{ MicrosoftAppId: 'id' }, 'MicrosoftAppPassword'],
    [{ MicrosoftAppPassword: 'secret' }, 'MicrosoftAppId'],
    [{ MicrosoftAppTenantId: 'tenant' }, 'MicrosoftAppId'],
    [
      { MicrosoftAppId: 'id', MicrosoftAppPassword: 'p', MicrosoftAppType: 'SingleTenant' },
      'MicrosoftAppTenantId',
    ],
    [{ SLACK_APP_TOKEN: 'xapp' }, 'SLACK_BOT_TOKEN'],
    [{ OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'id' }, 'OIDC_CLIENT_SECRET'],
  ])('half of a group names the other half: %j', (env, missing) => {
    expect(faultOf(env).message).toContain(missing);
  });

  test('a managed identity needs no password', () => {
    expect(
      readConfig({
        MicrosoftAppId: 'id',
        MicrosoftAppType: 'UserAssignedMSI',
        MicrosoftAppTenantId: 'tenant',
      }).microsoft,
    ).toEqual({ appId: 'id', appType: 'UserAssignedMSI', tenantId: 'tenant' });
  });

  test('the report never repeats a value, for it may be a secret', () => {
    const { message } = faultOf({ SLACK_BOT_TOKEN: 'xoxb-very-secret', ENCRYPTION_KEY: 'not-hex-secret' });
    expect(message).not.toContain('very-secret');
    expect(message).not.toContain('not-hex-secret');
  });
});
