import {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';
import {
  CatalogEntriesClient,
  CatalogEntry,
  plumblineTeamReadPermission,
  resourceRefOfTeams,
} from '@plumbline/plugin-plumbline-common';
import { Readable } from 'node:stream';
import { onCallPath, teamPage } from './locations';

const PAGE = 1_000;
/** A search result is read at a glance. */
const LONGEST = 2_000;

/** A team, service or namespace, as the search keeps it. */
export interface ThingDocument extends IndexableDocument {
  kind: 'team' | 'service' | 'namespace';
  owner: string;
  /** Where it is, or how a team is reached, in words; the text is what it is found by. */
  where: string;
  /** Marks name other teams as well. */
  contested?: boolean;
}

/**
 * Teams, services and namespaces. Who may see none of the teams that own something does not find it; what nobody owns is found by everybody who
 * may see any team.
 */
export function createThingCollator(
  client: Pick<CatalogEntriesClient, 'page'>,
): DocumentCollatorFactory {
  return {
    type: 'plumbline',
    visibilityPermission: plumblineTeamReadPermission,
    getCollator: async () => Readable.from(things(client)),
  };
}

async function* things(
  client: Pick<CatalogEntriesClient, 'page'>,
): AsyncGenerator<ThingDocument> {
  let cursor: string | undefined;
  do {
    const page = await client.page({ limit: PAGE, cursor });
    for (const entry of page.items) {
      const document = documentOf(entry);
      if (document) {
        yield document;
      }
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** The words that a thing is found by, and where it is shown. */
export function documentOf(entry: CatalogEntry): ThingDocument | undefined {
  const { type, name, title, owners, cluster, repository, path } = entry;
  const [owner] = owners;
  const owned = {
    owner: owner ?? '',
    ...(entry.contested && { contested: true }),
    ...(owner !== undefined && {
      authorization: { resourceRef: resourceRefOfTeams(owners) },
    }),
  };
  switch (type) {
    case 'team':
      return {
        kind: type,
        title: title ?? name,
        text: text(name, ...(entry.contacts ?? []).map(({ value }) => value)),
        location: teamPage(name),
        where: where(...(entry.contacts ?? []).map(({ value }) => value)),
        owner: name,
        authorization: { resourceRef: name },
      };
    case 'service':
      return {
        kind: type,
        title: title ?? name,
        text: text(
          'service',
          repository,
          path,
          entry.partOf,
          ...(entry.environments ?? []),
          ...owners,
        ),
        // The engine keeps one document of each address: services of one directory need several.
        location: `${onCallPath(
          repository !== undefined && path !== undefined
            ? `${repository}:${path}`
            : name,
        )}#${encodeURIComponent(name)}`,
        where: where(repository, path, entry.environments?.join(', ')),
        ...owned,
      };
    case 'namespace':
      return {
        kind: type,
        title: name,
        text: text('namespace', cluster, entry.environment, ...owners),
        location: onCallPath(
          `Namespace/${name}${cluster === undefined ? '' : ` cluster=${cluster}`}`,
        ),
        where: where(cluster, entry.environment),
        ...owned,
      };
    default:
      return undefined;
  }
}

function where(...parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join(' · ').slice(0, LONGEST);
}

function text(...words: (string | undefined)[]): string {
  return words.filter(Boolean).join(' ').slice(0, LONGEST);
}
