import {
  Change,
  DeclaredObject,
  groupOf,
  LiveObject,
  TeamFact,
} from '@plumbline/gitops-reader';
import {
  IndexedObject,
  releaseOf,
  SourceInfo,
  teamKey,
  workloadRank,
} from '@plumbline/gitops-lookup';
import { digestOfText } from '../database/digest';
import { fitsIndex, storable, withDigest } from '../database/text';
import { Origin, withOrigin, withoutOrigin } from './locations';

export interface SourceRow {
  id: string;
  kind: 'repository' | 'cluster' | 'catalog';
  name: string;
  name_lower: string;
  provider: string;
  environment: string | null;
  aliases: string | null;
  web_url: string | null;
  directory: string | null;
  facts_version: string | null;
  revision: string | null;
  last_success: string | null;
  last_attempt: string | null;
  error: string | null;
  failures: number;
  confirm_removal: boolean | number;
  unconfirmed_taken: string | null;
  counts: string | null;
  skipped: string | null;
  took_ms: number | null;
  followed: boolean | number;
  troubles: string | null;
  gone_since: string | null;
  due_at: string | null;
  lease_owner: string | null;
  lease_until: string | null;
}

/** The columns that tell where a source stands. */
export const sourceInfoColumns = [
  'id',
  'kind',
  'name',
  'environment',
  'aliases',
  'web_url',
  'revision',
  'last_success',
  'last_attempt',
  'error',
  'gone_since',
  'followed',
  'troubles',
] as const;

export type SourceInfoRow = Pick<SourceRow, (typeof sourceInfoColumns)[number]>;

/** All but the one that may hold pages of text, which would come once for each object. */
export const foundSourceColumns = sourceInfoColumns.filter(
  column => column !== 'troubles',
);

/** The same beside an object of the source. */
export type FoundSourceRow = {
  [
    Column in Exclude<keyof SourceInfoRow, 'troubles'> as `source_${Column}`
  ]: SourceInfoRow[Column];
} & { source_troubled: boolean | number };

export interface ObjectRow {
  source_id: string;
  row_key: string;
  digest: string;
  origin: 'declared' | 'live';
  api_version: string;
  api_group: string;
  kind: string;
  namespace: string;
  name: string;
  name_lower: string;
  environment: string | null;
  cluster: string | null;
  built_by: string | null;
  rank: number;
  gone_since: string | null;
  release_namespace: string | null;
  release_name: string | null;
  facts: string;
}

/** A row to write, with the files that lead to it, and the links that it declares. */
export interface ObjectToWrite {
  /** Number of the row, where there is one. */
  id?: number;
  row: ObjectRow;
  places: { repository: string; path: string }[];
  links: string[];
}

function releaseColumns(
  object: DeclaredObject | LiveObject,
): Pick<ObjectRow, 'release_namespace' | 'release_name'> {
  const release = releaseOf(object);
  return {
    release_namespace: release?.namespace ?? null,
    release_name: release?.name ?? null,
  };
}

/** What a query for objects selects. */
export interface FoundObjectRow {
  id: number;
  source_id: string;
  origin: 'declared' | 'live';
  kind: string;
  namespace: string;
  name: string;
  gone_since: string | null;
  facts: string;
  source_name: string;
  source_revision: string | null;
}

export interface FileRow {
  source_id: string;
  path: string;
  path_reversed: string;
  directory: boolean | number;
  digest: string;
  change: string | null;
}

export interface TeamRow {
  origin: string;
  row_key: string;
  digest: string;
  ref: string;
  name_lower: string;
  title_lower: string;
  facts: string;
}

export interface TeamToWrite {
  row: TeamRow;
  keys: string[];
}

/** Gives the objects of one read keys that stay the same from read to read. */
export class RowKeys {
  readonly #seen = new Map<string, number>();

  next(...identity: (string | undefined)[]): string {
    const text = JSON.stringify(identity);
    const ordinal = this.#seen.get(text) ?? 0;
    this.#seen.set(text, ordinal + 1);
    return digestOfText(`${ordinal} ${text}`);
  }
}

export function declaredToRow(
  sourceId: string,
  object: DeclaredObject,
  lastChange: Change | undefined,
  origin: Origin,
  keys: RowKeys,
): ObjectToWrite {
  const { apiVersion, kind, namespace, name, environment, cluster, builtBy } =
    object;
  const places = new Map(
    [object.location, ...object.config.map(place => place.location)].map(
      ({ repository, path }) => [
        `${repository}\0${path}`,
        { repository, path },
      ],
    ),
  );
  return {
    row: withDigest({
      source_id: sourceId,
      row_key: keys.next(
        apiVersion,
        kind,
        namespace,
        name,
        environment,
        cluster,
        builtBy,
        object.location.path,
      ),
      origin: 'declared',
      api_version: apiVersion,
      api_group: groupOf(apiVersion),
      kind,
      namespace: namespace ?? '',
      name,
      name_lower: name.toLowerCase(),
      environment: environment ?? null,
      cluster: cluster ?? null,
      built_by: builtBy ?? null,
      rank: workloadRank(kind),
      gone_since: null,
      ...releaseColumns(object),
      facts: withoutOrigin({ object, lastChange }, origin),
    }),
    places: [...places.values()],
    links: [],
  };
}

/** Versions of one API are one object: its key leaves the version out. */
export function liveToRow(
  sourceId: string,
  object: LiveObject,
  environment: string | undefined,
): ObjectToWrite {
  const { links: declared = [], ...facts } = object;
  const { apiVersion, kind, namespace, name, cluster } = facts;
  const group = groupOf(apiVersion);
  const links = declared.filter(link => fitsIndex(link)).map(storable);
  const row = {
    source_id: sourceId,
    row_key: digestOfText(JSON.stringify([group, kind, namespace, name])),
    origin: 'live' as const,
    api_version: apiVersion,
    api_group: group,
    kind,
    namespace: namespace ?? '',
    name,
    name_lower: name.toLowerCase(),
    environment: environment ?? null,
    cluster,
    built_by: null,
    rank: workloadRank(kind),
    gone_since: null,
    ...releaseColumns(object),
    facts: JSON.stringify({ object: facts }),
  };
  return {
    // Without links as before there were any: rows that have none stay as they are.
    row: withDigest(row, links.length > 0 ? links : undefined),
    places: [],
    links,
  };
}

export function rowToObject(row: FoundObjectRow): IndexedObject {
  if (row.origin === 'live') {
    const { object }: { object: LiveObject } = JSON.parse(row.facts);
    return {
      origin: 'live',
      source: row.source_id,
      object,
      ...(row.gone_since && { goneSince: row.gone_since }),
    };
  }
  const { object, lastChange } = withOrigin<{
    object: DeclaredObject;
    lastChange?: Change;
  }>(row.facts, {
    repository: row.source_name,
    revision: row.source_revision ?? '',
  });
  return {
    origin: 'declared',
    source: row.source_id,
    object,
    ...(lastChange && { lastChange }),
  };
}

export function teamToRow(
  owner: string,
  team: TeamFact,
  origin: Origin | undefined,
  keys: RowKeys,
): TeamToWrite {
  const folded = [
    ...new Set([team.ref, ...team.aliases].map(mark => teamKey(mark))),
  ]
    .map(storable)
    .filter(key => key && fitsIndex(key));
  return {
    row: withDigest({
      origin: owner,
      row_key: keys.next(team.ref),
      ref: team.ref,
      name_lower: team.ref.slice(team.ref.lastIndexOf('/') + 1).toLowerCase(),
      title_lower: (team.title ?? '').toLowerCase(),
      facts: origin ? withoutOrigin(team, origin) : JSON.stringify(team),
    }),
    keys: folded,
  };
}

export function rowToTeam(row: {
  facts: string;
  source_name: string | null;
  source_revision: string | null;
}): TeamFact {
  return withOrigin<TeamFact>(row.facts, {
    repository: row.source_name ?? '',
    revision: row.source_revision ?? '',
  });
}

export function rowToSource(row: SourceInfoRow): SourceInfo {
  const aliases: string[] | undefined = row.aliases
    ? JSON.parse(row.aliases)
    : undefined;
  const error = errorOf(row);
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    ...(row.environment && { environment: row.environment }),
    ...(aliases && { aliases }),
    ...(row.web_url && { webUrl: row.web_url }),
    ...(row.revision && { revision: row.revision }),
    ...(row.last_success && { lastSuccess: row.last_success }),
    ...(row.last_attempt && { lastAttempt: row.last_attempt }),
    ...(error && { error }),
    ...(row.gone_since && { goneSince: row.gone_since }),
    ...(row.followed && { followed: true }),
    ...(row.troubles && { unread: JSON.parse(row.troubles) }),
  };
}

/** Undefined where there is more to know of it than came with the object. */
export function sourceOf(row: FoundSourceRow): SourceInfo | undefined {
  if (row.source_troubled) {
    return undefined;
  }
  return rowToSource({
    id: row.source_id,
    kind: row.source_kind,
    name: row.source_name,
    environment: row.source_environment,
    aliases: row.source_aliases,
    web_url: row.source_web_url,
    revision: row.source_revision,
    last_success: row.source_last_success,
    last_attempt: row.source_last_attempt,
    error: row.source_error,
    gone_since: row.source_gone_since,
    followed: row.source_followed,
    troubles: null,
  });
}

function errorOf(row: SourceInfoRow): string | undefined {
  return row.gone_since
    ? `No provider has listed it since ${row.gone_since}`
    : (row.error ?? undefined);
}

/** Whether an index holds what names an object. */
export function hasIndexableName(
  object: Pick<LiveObject, 'apiVersion' | 'namespace' | 'kind' | 'name'>,
): boolean {
  const { apiVersion, namespace, kind, name } = object;
  return fitsIndex(apiVersion, namespace, kind, name);
}
