import { ClusterPicture } from '@plumbline/plugin-plumbline-node';
import { JsonObject } from '@plumbline/gitops-reader';
import { isObject, objectsOf, textOf } from '../connect/json';
import { KubernetesClient } from '../connect/KubernetesClient';
import { KubernetesError } from '../connect/KubernetesError';
import { orPictureError } from './PictureError';
import { acceptOf, normalized, pathOf } from './requests';
import { resourceOf, ServedResource } from './served';

/** Objects of a page at most, and of the first one: nobody knows yet how large they are. */
const PAGE = 500;
const FIRST_PAGE = 100;

/** Pages are asked for so that their text comes to as much: parsed and read it takes several times that. */
const PAGE_BYTES = 4 * 1024 * 1024;

/** A page that is larger is given up. An object has at most 1.5 MB in etcd, and may have several times that as text. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024;

export interface Listed {
  result: 'replaced' | 'unconfirmed';
  resourceVersion: string;
}

/**
 * Reads a complete list into the picture, page by page, the next one under way while one is taken in. Pages of large objects
 * get smaller, so that what is held does not grow with them.
 */
export async function listResource(options: {
  client: KubernetesClient;
  served: ServedResource;
  picture: ClusterPicture;
  pointOf: (resourceVersion: string) => string;
  signal: AbortSignal;
}): Promise<Listed> {
  const { served, picture } = options;
  let page = await readPage(options, FIRST_PAGE);
  const listing = await orPictureError(picture.list(resourceOf(served)));
  for (;;) {
    const { token, resourceVersion } = metadataOf(page.object, served);
    const next = token ? readPage(options, page.fitting, token) : undefined;
    // Its failure is met below; until then nobody else may call it unhandled.
    next?.catch(() => {});
    const objects = objectsOf(page.object.items)
      .map(object => normalized(object, served))
      .filter(object => object !== undefined);
    if (objects.length > 0) {
      await orPictureError(listing.add(objects));
    }
    if (!next) {
      const result = await orPictureError(
        listing.finish({ resourceVersion: options.pointOf(resourceVersion) }),
      );
      return { result, resourceVersion };
    }
    page = await next;
  }
}

/** A page, and how many objects the next one should have. Where it is too large, a smaller one of the same list. */
async function readPage(
  { client, served, signal }: Parameters<typeof listResource>[0],
  size: number,
  token?: string,
): Promise<{ object: JsonObject; fitting: number }> {
  for (let limit = size; ; limit = Math.ceil(limit / 5)) {
    try {
      const { object, bytes } = await client.sizedObject(
        pathOf(served, { limit: String(limit), continue: token }),
        {
          signal,
          accept: acceptOf(served, 'list'),
          maxBytes: MAX_PAGE_BYTES,
        },
      );
      const objects = objectsOf(object.items).length;
      // A page may be empty and not the last one.
      const fitting =
        objects > 0 ? Math.floor((objects * PAGE_BYTES) / bytes) : limit;
      return { object, fitting: Math.min(PAGE, Math.max(1, fitting)) };
    } catch (error) {
      if (
        !(error instanceof KubernetesError) ||
        error.code !== 'too-large' ||
        limit === 1
      ) {
        throw error;
      }
    }
  }
}

function metadataOf(
  page: JsonObject,
  served: ServedResource,
): { token?: string; resourceVersion: string } {
  const metadata = isObject(page.metadata) ? page.metadata : {};
  const resourceVersion = textOf(metadata.resourceVersion);
  // Without items it is no list, however well it parses: taken for one, it would empty the picture.
  if (!resourceVersion || !(Array.isArray(page.items) || page.items === null)) {
    throw new KubernetesError(
      'failed',
      `The answer to a list of ${served.resource} is not a list`,
    );
  }
  return { token: textOf(metadata.continue), resourceVersion };
}
