import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import path from 'node:path';
import type { ClusterAddress } from '../connect/ClusterAccess';
import { tokenFrom } from '../connect/UrlAccess';

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The token that Kubernetes gives to a pod. It is renewed in place. */
export const serviceAccountToken = `${serviceAccount}/token`;

/** Reads how one cluster is reached: exactly one way. */
export function readAddress(config: Config, at: string): ClusterAddress {
  const ways = ['kubeconfig', 'inCluster', 'url', 'clusterLocatorMethods'];
  const given = ways.filter(way => config.has(way));
  if (given.length !== 1) {
    throw new InputError(
      `${at}: needs exactly one of ${ways.join(', ')}${given.length > 1 ? `, and has ${given.join(' and ')}` : ''}`,
    );
  }
  const kubeconfig = config.getOptionalString('kubeconfig');
  const ofUrl = ['token', 'tokenFile', 'caData', 'caFile', 'skipTLSVerify'];
  const stray = [
    ...(given[0] === 'url' ? [] : ofUrl),
    ...(kubeconfig ? [] : ['context']),
  ].find(key => config.has(key));
  if (stray) {
    throw new InputError(
      `${at}.${stray}: goes with ${stray === 'context' ? 'kubeconfig' : 'url'}, not with ${given[0]}`,
    );
  }
  if (kubeconfig) {
    return {
      type: 'kubeconfig',
      file: path.resolve(kubeconfig),
      context: config.getOptionalString('context'),
    };
  }
  if (config.getOptionalBoolean('inCluster')) {
    return inCluster(at);
  }
  if (given[0] !== 'url') {
    throw new InputError(`${at}.${given[0]}: must be true, or left out`);
  }
  const token = config.getOptionalString('token');
  const tokenFile = config.getOptionalString('tokenFile');
  if (token && tokenFile) {
    throw new InputError(`${at}: has both token and tokenFile`);
  }
  if (token && !/^[\x21-\x7e]+$/.test(token)) {
    throw new InputError(
      `${at}.token: is not a token; are there spaces or line ends in it?`,
    );
  }
  const caFile = config.getOptionalString('caFile');
  const caData = config.getOptionalString('caData');
  if (caFile && caData) {
    throw new InputError(`${at}: has both caData and caFile`);
  }
  const url = readUrl(config.getString('url'), `${at}.url`);
  return {
    type: 'url',
    url,
    ca: caData && readCa(caData, `${at}.caData`),
    caFile: caFile && path.resolve(caFile),
    skipTLSVerify: config.getOptionalBoolean('skipTLSVerify'),
    token: tokenFile
      ? tokenFrom(path.resolve(tokenFile))
      : (token && (async () => token)) || undefined,
  };
}

/** The cluster that this process runs in. */
function inCluster(at: string): ClusterAddress {
  const host = process.env.KUBERNETES_SERVICE_HOST;
  if (!host) {
    throw new InputError(
      `${at}.inCluster: KUBERNETES_SERVICE_HOST is not set, so this is no pod of a cluster`,
    );
  }
  const port = process.env.KUBERNETES_SERVICE_PORT ?? '443';
  return {
    type: 'url',
    inCluster: true,
    url: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    caFile: `${serviceAccount}/ca.crt`,
    token: tokenFrom(serviceAccountToken),
  };
}

/** An address as it is used and compared: no slash at its end. */
export function readUrl(given: string, at: string): string {
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    throw new InputError(`${at}: '${given}' is not a URL`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new InputError(
      `${at}: must have no user, password, query or fragment`,
    );
  }
  const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(
    url.hostname,
  );
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    throw new InputError(
      `${at}: must begin with https:// (http:// for this machine alone, as for kubectl proxy)`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

/** A certificate in PEM form, or that in base64. */
export function readCa(given: string, at: string): string {
  const begin = '-----BEGIN CERTIFICATE-----';
  if (given.includes(begin)) {
    return given;
  }
  const decoded = Buffer.from(given, 'base64').toString('utf8');
  if (!decoded.includes(begin)) {
    throw new InputError(
      `${at}: holds no certificate: PEM, or that in base64 as in a kubeconfig`,
    );
  }
  return decoded;
}
