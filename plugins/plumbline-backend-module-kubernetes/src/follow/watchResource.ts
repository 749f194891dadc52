import { ClusterPicture } from '@plumbline/plugin-plumbline-node';
import { JsonObject } from '@plumbline/gitops-reader';
import { isObject, textOf } from '../connect/json';
import { KubernetesClient } from '../connect/KubernetesClient';
import { explainStatus, KubernetesError } from '../connect/KubernetesError';
import { Changes } from './Changes';
import { orPictureError } from './PictureError';
import { acceptOf, normalized, pathOf } from './requests';
import { resourceOf, ServedResource } from './served';

/** An object has at most 1.5 MB in etcd, and may have as much again in several forms of text. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

export interface WatchOptions {
  client: KubernetesClient;
  served: ServedResource;
  picture: ClusterPicture;
  pointOf: (resourceVersion: string) => string;
  /** Where it stands; moved on with everything that reached the index, also when the watch fails. */
  position: { resourceVersion: string };
  /** How long the server keeps the watch open. */
  watchMs: number;
  gatherMs: number;
  signal: AbortSignal;
  /** The server took the watch. */
  onOpen(): void;
  /** The watch is alive. */
  onEvent(): void;
  /** Something changed. */
  onChange(): void;
}

/** Takes in changes until the server ends the watch. Throws where it fails. */
export async function watchResource(options: WatchOptions): Promise<void> {
  const { client, served, picture, position } = options;
  const failed = new AbortController();
  const lines = await client.lines(
    pathOf(served, {
      watch: '1',
      resourceVersion: position.resourceVersion,
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(Math.max(1, Math.round(options.watchMs / 1000))),
    }),
    {
      signal: AbortSignal.any([options.signal, failed.signal]),
      accept: acceptOf(served, 'watch'),
      maxBytes: MAX_LINE_BYTES,
    },
  );
  options.onOpen();
  await orPictureError(
    picture.heard(
      resourceOf(served),
      options.pointOf(position.resourceVersion),
    ),
  );
  const changes = new Changes({
    picture,
    served,
    gatherMs: options.gatherMs,
    pointOf: options.pointOf,
    // The server may have nothing to say for a minute: do not wait for it.
    onFailure: () => failed.abort(),
  });
  try {
    for await (const line of lines) {
      const { type, object, resourceVersion } = readEvent(line, served);
      options.onEvent();
      if (type === 'BOOKMARK') {
        await changes.bookmark(resourceVersion);
        continue;
      }
      const whole = normalized(object, served);
      if (whole) {
        await changes.add(
          { type: type === 'DELETED' ? 'deleted' : 'changed', object: whole },
          resourceVersion,
          line.length,
        );
        options.onChange();
      }
    }
  } finally {
    // What arrived before the end is not asked for again.
    await changes.flush().finally(() => {
      position.resourceVersion = changes.written ?? position.resourceVersion;
    });
  }
}

const types = ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'];

function readEvent(
  line: string,
  served: ServedResource,
): { type: string; object: JsonObject; resourceVersion: string } {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    // Handled with everything else that is no event.
  }
  const type = isObject(event) ? textOf(event.type) : undefined;
  const object = isObject(event) ? event.object : undefined;
  if (type === 'ERROR') {
    const status = isObject(object) ? object : {};
    throw explainStatus(
      typeof status.code === 'number' ? status.code : 500,
      JSON.stringify(status),
      { server: 'The API server', path: served.path },
    );
  }
  const metadata = isObject(object) ? object.metadata : undefined;
  const resourceVersion = isObject(metadata)
    ? textOf(metadata.resourceVersion)
    : undefined;
  if (!type || !types.includes(type) || !isObject(object) || !resourceVersion) {
    throw new KubernetesError(
      'failed',
      `The answer to a watch of ${served.resource} is not one of an API server`,
    );
  }
  return { type, object, resourceVersion };
}
