import {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';
import {
  ConfigFilesClient,
  plumblineReadPermission,
} from '@plumbline/plugin-plumbline-common';
import { Readable } from 'node:stream';
import { onCallPath } from './locations';

const PAGE = 1_000;
const LONGEST = 2_000;
const LONGEST_PLACE = 500;

/** What the search keeps of a file. */
interface FileDocument extends IndexableDocument {
  /** Its repository, and what it declares or configures. */
  where: string;
}

/** Files that declare or configure objects, so many at most: for everybody who may ask whose they are. */
export function createFileCollator(
  client: Pick<ConfigFilesClient, 'page'>,
  maxFiles: number,
): DocumentCollatorFactory {
  return {
    type: 'plumbline-file',
    visibilityPermission: plumblineReadPermission,
    getCollator: async () => Readable.from(files(client, maxFiles)),
  };
}

async function* files(
  client: Pick<ConfigFilesClient, 'page'>,
  maxFiles: number,
): AsyncGenerator<FileDocument> {
  let cursor: string | undefined;
  let rest = maxFiles;
  do {
    const page = await client.page({ limit: Math.min(PAGE, rest), cursor });
    rest -= page.items.length;
    for (const { repository, path, objects } of page.items) {
      yield {
        title: path,
        text: [repository, path.split('/').join(' '), ...objects]
          .join(' ')
          .slice(0, LONGEST),
        where: [repository, ...objects].join(' · ').slice(0, LONGEST_PLACE),
        location: onCallPath(`${repository}:${path}`),
      };
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined && rest > 0);
}
