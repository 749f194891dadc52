import {
  DefaultAzureDevOpsCredentialsProvider,
  DefaultGithubCredentialsProvider,
  DefaultGitlabCredentialsProvider,
  getBitbucketCloudOAuthToken,
  ScmIntegrationRegistry,
} from '@backstage/integration';

interface Credentials {
  username: string;
  password: string;
}

/**
 * Credentials for git from the integrations that the portal has anyway, as each host wants them over HTTP.
 */
export class ScmCredentials {
  readonly #integrations: ScmIntegrationRegistry;
  readonly #github: DefaultGithubCredentialsProvider;
  readonly #gitlab: DefaultGitlabCredentialsProvider;
  readonly #azure: DefaultAzureDevOpsCredentialsProvider;

  private constructor(integrations: ScmIntegrationRegistry) {
    this.#integrations = integrations;
    this.#github =
      DefaultGithubCredentialsProvider.fromIntegrations(integrations);
    this.#gitlab =
      DefaultGitlabCredentialsProvider.fromIntegrations(integrations);
    this.#azure =
      DefaultAzureDevOpsCredentialsProvider.fromIntegrations(integrations);
  }

  static fromIntegrations(integrations: ScmIntegrationRegistry) {
    return new ScmCredentials(integrations);
  }

  /** `undefined` where no integration is responsible or it has no token: git asks without credentials. */
  async forUrl(url: string): Promise<Credentials | undefined> {
    if (!/^https?:\/\//.test(url)) {
      return undefined;
    }
    const integrations = this.#integrations;
    if (integrations.github.byUrl(url)) {
      const { token } = await this.#github.getCredentials({ url });
      return withToken('x-access-token', token);
    }
    if (integrations.gitlab.byUrl(url)) {
      const { token } = await this.#gitlab.getCredentials({ url });
      return withToken('oauth2', token);
    }
    const gitea = integrations.gitea.byUrl(url)?.config;
    if (gitea) {
      return withToken(gitea.username ?? 'token', gitea.password);
    }
    const bitbucketServer = integrations.bitbucketServer.byUrl(url)?.config;
    if (bitbucketServer) {
      const { username, password, token } = bitbucketServer;
      return withToken(username ?? 'x-token-auth', password ?? token);
    }
    const bitbucketCloud = integrations.bitbucketCloud.byUrl(url)?.config;
    if (bitbucketCloud) {
      if (bitbucketCloud.clientId && bitbucketCloud.clientSecret) {
        return withToken(
          'x-token-auth',
          await getBitbucketCloudOAuthToken(
            bitbucketCloud.clientId,
            bitbucketCloud.clientSecret,
          ),
        );
      }
      return bitbucketCloud.token
        ? withToken('x-bitbucket-api-token-auth', bitbucketCloud.token)
        : withToken(bitbucketCloud.username, bitbucketCloud.appPassword);
    }
    if (integrations.azure.byUrl(url)) {
      const credentials = await this.#azure.getCredentials({ url });
      return credentials?.type === 'pat'
        ? withToken('pat', credentials.token)
        : undefined;
    }
    return undefined;
  }
}

function withToken(
  username: string | undefined,
  password: string | undefined,
): Credentials | undefined {
  return username && password ? { username, password } : undefined;
}
