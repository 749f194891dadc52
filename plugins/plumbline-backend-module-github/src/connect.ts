import { LoggerService } from '@backstage/backend-plugin-api';
import { GithubCredentialsProvider } from '@backstage/integration';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import Bottleneck from 'bottleneck';
import { Organization } from './organizations';

const PlumblineOctokit = Octokit.plugin(throttling, retry);

/**
 * The throttling plugin takes every GraphQL query for a write and lets one through in a second. These only read: one at a
 * time is what GitHub asks for.
 */
const queries = new Bottleneck.Group({ maxConcurrent: 1 });

/** A pass does not wait longer than this for a rate limit: the next pass comes soon enough. */
const longestWaitSeconds = 60;

export interface GithubClientDeps {
  credentials: GithubCredentialsProvider;
  logger: LoggerService;
  /** Milliseconds in a second of waiting; tests make it short. */
  secondMs?: number;
}

/** A client for each pass: tokens of GitHub Apps live for an hour. */
export async function connect(
  organization: Pick<Organization, 'name' | 'host' | 'apiBaseUrl'>,
  { credentials, logger, secondMs = 1000 }: GithubClientDeps,
): Promise<Octokit> {
  const { token } = await credentials.getCredentials({
    url: `https://${organization.host}/${organization.name}`,
  });
  const wait = (seconds: number, options: { url?: string }, count: number) => {
    const again = seconds <= longestWaitSeconds && count < 2;
    logger.warn('GitHub limits the rate of requests', {
      organization: organization.name,
      url: options.url,
      seconds,
      again,
    });
    return again;
  };
  return new PlumblineOctokit({
    auth: token,
    baseUrl: organization.apiBaseUrl,
    userAgent: 'plumbline',
    log: {
      debug: () => {},
      info: () => {},
      warn: (message: string) => logger.warn(message),
      error: () => {},
    },
    throttle: {
      write: queries,
      retryAfterBaseValue: secondMs,
      onRateLimit: (
        seconds: number,
        options: { url?: string },
        _octokit: unknown,
        count: number,
      ) => wait(seconds, options, count),
      onSecondaryRateLimit: (
        seconds: number,
        options: { url?: string },
        _octokit: unknown,
        count: number,
      ) => wait(seconds, options, count),
    },
    retry: { retryAfterBaseValue: secondMs },
  });
}
