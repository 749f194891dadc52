import { Config } from '@backstage/config';
import { LoggerService } from '@backstage/backend-plugin-api';
import { isObject, textOf } from '../connect/json';

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
  const name = backstageStrategies[provider];
  let plugin: unknown;
  try {
    // In a variable, so that nobody takes it for a dependency.
    plugin = require(kubernetesPlugin);
  } catch {
    throw new Error(
      `authProvider '${provider}' needs ${kubernetesPlugin}, which is not installed in this backend`,
    );
  }
  const Strategy = isModule(plugin) ? plugin[name] : undefined;
  if (typeof Strategy !== 'function') {
    throw new Error(
      `${kubernetesPlugin} has no ${name}: its version does not fit`,
    );
  }
  const strategy: unknown = Reflect.construct(Strategy, [
    provider === 'azure' ? deps.logger : { config: deps.config },
  ]);
  if (!isStrategy(strategy)) {
    throw new Error(`${name} of ${kubernetesPlugin} makes no credentials`);
  }
  const credential: unknown = await strategy.getCredential(details, {});
  const token = isObject(credential) ? textOf(credential.token) : undefined;
  if (!token) {
    throw new Error(`authProvider '${provider}' made no token`);
  }
  return token;
}

function isModule(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isStrategy(value: unknown): value is {
  getCredential(details: ClusterDetails, authConfig: object): Promise<unknown>;
} {
  return (
    isModule(value) &&
    'getCredential' in value &&
    typeof value.getCredential === 'function'
  );
}
