import { JsonObject } from '@plumbline/gitops-reader';
import { isSecretResource } from '@plumbline/kubernetes-access';
import { isObject } from '../connect/json';
import { ServedResource } from './served';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** What to ask for: the metadata alone where the rest is not read. */
export function acceptOf(
  served: ServedResource,
  what: 'list' | 'watch',
): string {
  const shape =
    what === 'list' ? 'PartialObjectMetadataList' : 'PartialObjectMetadata';
  return served.read === 'metadata'
    ? `application/json;as=${shape};g=meta.k8s.io;v=v1,application/json`
    : 'application/json';
}

/** The path of a request. Nothing that is a Secret has one. */
export function pathOf(
  served: ServedResource,
  query: Record<string, string | undefined>,
): string {
  if (isSecretResource(served)) {
    throw new Error('Secrets are never read');
  }
  const given = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value]],
  );
  return `${served.path}?${new URLSearchParams(given)}`;
}

/**
 * An object as it goes to the index: with its own `apiVersion` and `kind`, which lists leave out, and without the copy of
 * itself that kubectl leaves in an annotation. Where the metadata is all that is read, a server that sends more is not
 * listened to.
 */
export function normalized(
  object: JsonObject,
  served: ServedResource,
): JsonObject | undefined {
  const { metadata } = object;
  if (!isObject(metadata) || typeof metadata.name !== 'string') {
    return undefined;
  }
  if (isObject(metadata.annotations)) {
    delete metadata.annotations[lastApplied];
  }
  const type = {
    apiVersion: served.group
      ? `${served.group}/${served.version}`
      : served.version,
    kind: served.kind,
  };
  return served.read === 'metadata'
    ? { ...type, metadata }
    : { ...object, ...type };
}
