import { LoggerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import path from 'node:path';
import type { ClusterAddress } from '../connect/ClusterAccess';
import { tokenFrom } from '../connect/UrlAccess';
import { backstageToken, backstageStrategies } from './backstageStrategies';
import { readCa, readUrl, serviceAccountToken } from './readAddress';

const authProvider = 'kubernetes.io/auth-provider';

/** A cluster of `kubernetes.clusterLocatorMethods`. */
export interface LocatedCluster {
  name: string;
  aliases: string[];
  address: ClusterAddress | { type: 'unsupported'; reason: string };
}

/**
 * The clusters that Backstage's own Kubernetes plugin is configured with. One that cannot be followed is listed with the
 * reason, so that it is seen.
 */
export function locatedClusters(deps: {
  config: Config;
  logger: LoggerService;
}): {
  clusters: LocatedCluster[];
  warnings: string[];
} {
  const clusters: LocatedCluster[] = [];
  const warnings: string[] = [];
  const methods =
    deps.config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ??
    [];
  for (const [index, method] of methods.entries()) {
    const at = `kubernetes.clusterLocatorMethods[${index}]`;
    const type = method.getString('type');
    if (type !== 'config') {
      warnings.push(
        `${at}: clusters of type '${type}' are not followed: list them in plumbline.clusters`,
      );
      continue;
    }
    for (const [place, entry] of method.getConfigArray('clusters').entries()) {
      clusters.push(locatedCluster(entry, `${at}.clusters[${place}]`, deps));
    }
  }
  return { clusters, warnings };
}

function locatedCluster(
  entry: Config,
  at: string,
  deps: { config: Config; logger: LoggerService },
): LocatedCluster {
  const title = entry.getOptionalString('title');
  return {
    name: entry.getString('name'),
    aliases: title ? [title] : [],
    address: locatedAddress(entry, at, deps),
  };
}

function locatedAddress(
  entry: Config,
  at: string,
  deps: { config: Config; logger: LoggerService },
): LocatedCluster['address'] {
  const authMetadata = metadataOf(entry);
  const provider =
    authMetadata[authProvider] ?? entry.getOptionalString('authProvider');
  if (!provider) {
    throw new InputError(`${at}.authProvider: is missing`);
  }
  const url = readUrl(entry.getString('url'), `${at}.url`);
  const caData = entry.getOptionalString('caData');
  const caFile = entry.getOptionalString('caFile');
  const place = {
    type: 'url' as const,
    url,
    ca: caData && readCa(caData, `${at}.caData`),
    caFile: caFile && path.resolve(caFile),
    skipTLSVerify: entry.getOptionalBoolean('skipTLSVerify'),
  };
  if (provider === 'serviceAccount') {
    const token = authMetadata.serviceAccountToken;
    return {
      ...place,
      token: token ? async () => token : tokenFrom(serviceAccountToken),
    };
  }
  if (provider === 'localKubectlProxy') {
    return place;
  }
  if (Object.hasOwn(backstageStrategies, provider)) {
    return {
      ...place,
      ...backstageToken(
        provider,
        {
          name: entry.getString('name'),
          url,
          authMetadata: { [authProvider]: provider, ...authMetadata },
        },
        deps,
      ),
    };
  }
  const reason = ['google', 'oidc', 'aks'].includes(provider)
    ? `authProvider '${provider}' needs the token of a person who is signed in, and nobody is when clusters are followed: use serviceAccount, or list the cluster in plumbline.clusters`
    : `authProvider '${provider}' is not known: list the cluster in plumbline.clusters`;
  return { type: 'unsupported', reason };
}

/** As the Kubernetes plugin makes it of an entry. */
function metadataOf(entry: Config): Record<string, string> {
  const given = entry.getOptional('authMetadata');
  const metadata: Record<string, string> = {};
  for (const [key, annotation] of [
    ['serviceAccountToken', 'serviceAccountToken'],
    ['assumeRole', 'kubernetes.io/aws-assume-role'],
    ['externalId', 'kubernetes.io/aws-external-id'],
  ]) {
    const value = entry.getOptionalString(key);
    if (value) {
      metadata[annotation] = value;
    }
  }
  for (const [key, value] of Object.entries(given ?? {})) {
    if (typeof value === 'string') {
      metadata[key] = value;
    }
  }
  return metadata;
}
