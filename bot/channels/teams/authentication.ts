import { type Activity, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { Config } from '../../config.ts';

interface Credentials {
  getToken(): Promise<string>;
}

/** What is used of botbuilder: it checks whom a request is from, and fetches the token that our replies carry. */
export class Authentication extends CloudAdapter {
  readonly #appId: string;
  #credentials: Promise<Credentials> | undefined;

  constructor(microsoft: Config['microsoft']) {
    super(
      new ConfigurationBotFrameworkAuthentication({
        MicrosoftAppId: microsoft?.appId ?? '',
        MicrosoftAppPassword: microsoft?.appPassword ?? '',
        MicrosoftAppTenantId: microsoft?.tenantId ?? '',
        MicrosoftAppType: microsoft?.appType ?? 'MultiTenant',
      }),
    );
    this.#appId = microsoft?.appId ?? '';
  }

  /** Rejects where the authorization header does not prove that the activity is from the Bot Framework. */
  async check(activity: Activity, authorization: string): Promise<void> {
    await this.botFrameworkAuthentication.authenticateRequest(activity, authorization);
  }

  /** Kept until shortly before it expires; undefined where no credentials are configured. */
  async token(serviceUrl: string): Promise<string | undefined> {
    if (this.#appId === '') return undefined;
    this.#credentials ??= this.#makeCredentials(serviceUrl);
    return (await this.#credentials).getToken();
  }

  /** They are those of the app: the address matters only to the client that comes with them. */
  async #makeCredentials(serviceUrl: string): Promise<Credentials> {
    const factory = this.botFrameworkAuthentication.createConnectorFactory(
      this.createClaimsIdentity(this.#appId),
    );
    const audience = this.botFrameworkAuthentication.getOriginatingAudience();
    return (await factory.create(serviceUrl, audience)).credentials as unknown as Credentials;
  }
}
