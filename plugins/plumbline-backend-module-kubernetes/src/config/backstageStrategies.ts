import { Config } from '@backstage/config';
import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { isObject, textOf } from '../connect/json';
import { oneLine } from '../connect/KubernetesError';

/**
 * Authentication strategies of Backstage's Kubernetes plugin that work without a person, by `authProvider`. The plugin is
 * where the configuration for them comes from, so it is there when they are wanted; it brings the SDKs of three clouds, so
 * it is not made a dependency of everybody.
 */
export const backstageStrategies: Record<string, string> = {
  aws: 'AwsIamStrategy',
  azure: 'AzureIdentityStrategy',
  googleServiceAccount: 'GoogleServiceAccountStrategy',
};

const kubernetesPlugin = '@backstage/plugin-kubernetes-backend';

/** Tokens of the clouds live for at least a quarter of an hour. */
const KEPT_MS = 5 * 60_000;

/** SDKs ask one place after the other for credentials, some of which never answer. */
const TOKEN_MS = 30_000;

/** What a strategy looks at. */
export interface ClusterDetails {
  name: string;
  url: string;
  authMetadata: Record<string, string>;
}

/** A token made by one of Backstage's strategies, as an address wants it. */
export function backstageToken(
  provider: string,
  details: ClusterDetails,
  deps: { config: Config; logger: LoggerService },
): { token: () => Promise<string>; renew: () => void } {
  let kept: { token: Promise<string>; until: number } | undefined;
  return {
    token() {
      if (!kept || performance.now() > kept.until) {
        const token = makeToken(provider, details, deps);
        kept = { token, until: performance.now() + KEPT_MS };
        token.catch(() => {
          kept = undefined;
        });
      }
      return kept.token;
    },
    renew() {
      kept = undefined;
    },
  };
}

async function makeToken(
  provider: string,
  details: ClusterDetails,
  deps: { config: Config; logger: LoggerService },
): Promise<string> {
  const strategy = strategyOf(provider, deps);
  let credential: unknown;
  try {
    credential = await within(
      TOKEN_MS,
      strategy.getCredential(details, {}),
      `no answer within ${TOKEN_MS / 1000} s`,
    );
  } catch (error) {
    throw new Error(`authProvider '${provider}': ${withoutQuotes(error)}`);
  }
  const { token, type } = isObject(credential) ? credential : {};
  if (!textOf(token)) {
    throw new Error(
      `authProvider '${provider}' makes no token${textOf(type) ? ` but a credential of type '${type}'` : ''}`,
    );
  }
  return String(token);
}

function strategyOf(
  provider: string,
  { config, logger }: { config: Config; logger: LoggerService },
): Strategy {
  const name = backstageStrategies[provider];
  const Class = kubernetesPluginFor(provider)[name];
  if (typeof Class !== 'function') {
    throw new Error(
      `authProvider '${provider}': ${kubernetesPlugin} has no ${name}: its version does not fit`,
    );
  }
  let strategy: unknown;
  try {
    strategy = Reflect.construct(Class, [
      provider === 'azure' ? logger : { config },
    ]);
  } catch (error) {
    throw new Error(`authProvider '${provider}': ${withoutQuotes(error)}`);
  }
  if (!isStrategy(strategy)) {
    throw new Error(
      `authProvider '${provider}': ${name} of ${kubernetesPlugin} makes no credentials`,
    );
  }
  return strategy;
}

function kubernetesPluginFor(provider: string): Record<string, unknown> {
  let plugin: unknown;
  try {
    // In a variable, so that nobody takes it for a dependency.
    plugin = require(kubernetesPlugin);
  } catch (error) {
    throw new Error(
      isError(error) &&
        error.code === 'MODULE_NOT_FOUND' &&
        error.message.includes(kubernetesPlugin)
        ? `authProvider '${provider}' needs ${kubernetesPlugin}, which is not installed in this backend`
        : `authProvider '${provider}': ${kubernetesPlugin} cannot be loaded: ${withoutQuotes(error)}`,
    );
  }
  return isModule(plugin) ? plugin : {};
}

/** What an SDK says. What it quotes may be of the credentials that it cannot parse. */
function withoutQuotes(error: unknown): string {
  return oneLine(isError(error) ? error.message : 'it failed').replace(
    /(["'`]).*?\1/g,
    '…',
  );
}

async function within<T>(
  ms: number,
  task: Promise<T>,
  message: string,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}

function isModule(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

interface Strategy {
  getCredential(details: ClusterDetails, authConfig: object): Promise<unknown>;
}

function isStrategy(value: unknown): value is Strategy {
  return (
    isModule(value) &&
    'getCredential' in value &&
    typeof value.getCredential === 'function'
  );
}
