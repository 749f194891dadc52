import { ClusterPicture } from '@plumbline/plugin-plumbline-node';
import { JsonObject } from '@plumbline/gitops-reader';
import { isObject, objectsOf, textOf } from '../connect/json';
import { KubernetesClient } from '../connect/KubernetesClient';
import { KubernetesError } from '../connect/KubernetesError';
import { orPictureError } from './PictureError';
import { acceptOf, normalized, pathOf } from './requests';
import { resourceOf, ServedResource } from './served';

const PAGE = 500;
const MAX_PAGE_BYTES = 32 * 1024 * 1024;

export interface Listed {
  result: 'replaced' | 'unconfirmed';
  resourceVersion: string;
}

/**
 * Reads a complete list into the picture, page by page, the next one under way while one is taken in. Where objects are so
 * large that a page is too much, pages get smaller.
 */
export async function listResource(options: {
  client: KubernetesClient;
  served: ServedResource;
  picture: ClusterPicture;
  pointOf: (resourceVersion: string) => string;
  signal: AbortSignal;
}): Promise<Listed> {
  for (let limit = PAGE; ; limit = Math.ceil(limit / 5)) {
    try {
      return await listPages(options, limit);
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

async function listPages(
  options: Parameters<typeof listResource>[0],
  limit: number,
): Promise<Listed> {
  const { client, served, picture, signal } = options;
  const pageAfter = (token: string | undefined) =>
    client.object(pathOf(served, { limit: String(limit), continue: token }), {
      signal,
      accept: acceptOf(served, 'list'),
      maxBytes: MAX_PAGE_BYTES,
    });
  let page = await pageAfter(undefined);
  const listing = await orPictureError(picture.list(resourceOf(served)));
  for (;;) {
    const { token, resourceVersion } = metadataOf(page, served);
    const next = token ? pageAfter(token) : undefined;
    // Its failure is met below; until then nobody else may call it unhandled.
    next?.catch(() => {});
    const objects = objectsOf(page.items)
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
