import {
  ObjectOwnership,
  Ownership,
  runningKinds,
  wantedKeys,
} from '@plumbline/gitops-lookup';
import {
  Change,
  Claim,
  environmentOrder,
  EnvironmentRule,
  FileLocation,
  ServiceObject,
} from '@plumbline/gitops-reader';
import {
  ServiceFact,
  ThingKind,
  ThingRef,
} from '@plumbline/plugin-plumbline-common';
import { RowKeys } from '../../index/rows';
import { fitsIndex, storable, withDigest } from '../../database/text';
import { PathGroup } from './pathGroups';
import { Trouble, troublesOf } from './troubles';

/** Owners and claims of one thing that are kept: a mark can name a thousand. */
export const MAX_OWNERS = 100;
const MAX_CLAIMS = 20;
const MAX_SEARCH = 1_000;
/** Of what lists are sorted by: longer texts sort alike. */
const MAX_SORT = 200;

/** Part of a repository: the file that stands for all of it, and how many there are. */
export interface OwnedPath {
  repository: string;
  group: PathGroup;
  ownership: Ownership;
  change?: Change;
}

/** A service, as the facts of its repository tell of it. */
export interface OwnedService {
  repository: string;
  service: ServiceFact;
  /** What deploys it. */
  objects?: readonly ServiceObject[];
  ownership: Ownership;
  /** The entity of the catalog that stands for it. */
  entity?: string;
  /** Several that stand for it, none more than the others. */
  entities?: string[];
  /** The product that it is part of. */
  partOf?: string;
  change?: Change;
}

export interface ThingRow {
  row_key: string;
  digest: string;
  source_id: string;
  type: ThingKind;
  kind: string;
  namespace: string;
  name: string;
  search: string;
  cluster: string | null;
  environment: string | null;
  repository: string | null;
  directory: string | null;
  author: string | null;
  changed_at: string | null;
  risk: number;
  size: number;
  state: 'owned' | 'unowned' | 'explicit';
  contested: boolean | number;
  /** Whether anything tells if it is as Git says. */
  sync_known: boolean | number;
  /** Whether something tells of every Secret that it needs. */
  secrets_known: boolean | number;
  facts: string;
}

/** A row that is written already. */
export type KnownThing = ThingRow & {
  id: number;
  first_seen: string;
  owned_since: string;
};

/** A row, the teams that own the thing, what the owners were read from, and what is wrong with it. */
export interface ThingToWrite {
  row: ThingRow;
  teams: string[];
  sort: string;
  links: string[];
  /** What stands for it in the catalog: refs of entities, and the product that it is part of. */
  entities: string[];
  /** Services: what deploys it. */
  objects: ServiceObjectKey[];
  troubles: Trouble[];
}

/** An object by its columns: an empty namespace is one that Git leaves open. */
export interface ServiceObjectKey {
  kind: string;
  namespace: string;
  name: string;
}

/** What only answers need of a thing. Locations leave out the revision: a commit must not change every row. */
export interface ThingFacts {
  owners: Ownership['owners'];
  /** How many there are, when more than are kept. */
  ownersTotal?: number;
  claims: Ownership['claims'];
  claimsTotal?: number;
  location?: FileLocation;
  change?: Change;
  environments?: string[];
  entity?: string;
  entities?: string[];
  partOf?: string;
}

export interface RowOptions {
  environments?: readonly EnvironmentRule[];
}

/** Kinds of objects that are things by themselves: what runs, unless something made it, and namespaces. */
export const THING_KINDS: readonly string[] = ['Namespace', ...runningKinds];

export function objectToThing(
  found: ObjectOwnership,
  options: RowOptions,
): ThingToWrite | undefined {
  const { object, cluster, environment, origin, location, lastChange } = found;
  const { namespace = '', name, kind } = object;
  const type = kind === 'Namespace' ? 'namespace' : 'workload';
  const repository = location?.repository ?? lastChange?.repository;
  const standing = found.standing && troublesOf(found.standing);
  return toRow(
    {
      identity:
        origin === 'live'
          ? [type, kind, namespace, name, cluster]
          : [
              ...[type, kind, namespace, name],
              ...['declared', cluster, environment, found.source],
            ],
      source_id: found.source,
      type,
      kind,
      namespace,
      name,
      cluster: origin === 'live' || cluster ? (cluster ?? null) : null,
      environment: environment ?? null,
      repository: repository ?? null,
      path: location?.path,
      size: 1,
      risk: riskOf(environment === undefined ? [] : [environment], options),
      ownership: found.ownership,
      location,
      change: lastChange,
      syncKnown: standing?.syncKnown,
      secretsKnown: standing?.secretsKnown,
      troubles: standing?.troubles,
    },
    found.readFrom.map(linkOf),
  );
}

export function serviceToThing(
  {
    repository,
    service,
    objects,
    ownership,
    change,
    entity,
    entities,
    partOf,
  }: OwnedService,
  options: RowOptions,
): ThingToWrite | undefined {
  const { name, path } = service;
  const environments = [
    ...new Set(
      service.environments.flatMap(({ environment }) => environment ?? []),
    ),
  ];
  return toRow({
    identity: ['service', repository, name, path],
    source_id: `repository:${repository}`,
    type: 'service',
    kind: '',
    namespace: '',
    name,
    cluster: null,
    environment: null,
    repository,
    path: `${path}/_`,
    size: service.environments.length,
    risk: riskOf(environments, options),
    ownership,
    location: { repository, revision: '', path },
    change,
    environments,
    entity,
    entities,
    partOf,
    objects,
  });
}

export function pathToThing({
  repository,
  group,
  ownership,
  change,
}: OwnedPath): ThingToWrite | undefined {
  return toRow({
    identity: ['path', repository, group.path],
    source_id: `repository:${repository}`,
    type: 'path',
    kind: '',
    namespace: '',
    name: group.path,
    cluster: null,
    environment: null,
    repository,
    path: group.sample,
    size: group.files,
    risk: riskOf([], {}),
    ownership,
    location: { repository, revision: '', path: group.sample },
    change,
  });
}

/** For sorting: production first, what belongs to no environment that is known last. */
function riskOf(environments: string[], options: RowOptions): number {
  const unknown = environmentOrder('', options.environments);
  const known = environments
    .map(name => environmentOrder(name, options.environments))
    .filter(order => order < unknown);
  return known.length === 0 ? 1 : -Math.trunc(Math.max(...known));
}

interface Described extends Omit<
  ThingRow,
  | 'row_key'
  | 'digest'
  | 'search'
  | 'directory'
  | 'author'
  | 'changed_at'
  | 'state'
  | 'contested'
  | 'sync_known'
  | 'secrets_known'
  | 'facts'
> {
  identity: (string | undefined)[];
  path: string | undefined;
  ownership: Ownership;
  location?: FileLocation;
  change?: Change;
  environments?: string[];
  entity?: string;
  entities?: string[];
  partOf?: string;
  objects?: readonly ServiceObject[];
  syncKnown?: boolean;
  secretsKnown?: boolean;
  troubles?: Trouble[];
}

/** Undefined for a thing that no index could hold: it is skipped where it was read. */
function toRow(
  described: Described,
  readFrom: string[] = [],
): ThingToWrite | undefined {
  const { identity, path, ownership, location, change, ...rest } = described;
  const {
    environments,
    entity,
    entities,
    partOf,
    objects = [],
    syncKnown = false,
    secretsKnown = false,
    troubles = [],
    ...row
  } = rest;
  const { owners, claims } = ownership;
  if (!fitsIndex(row.kind, row.namespace, row.name, path)) {
    return undefined;
  }
  const facts: ThingFacts = {
    owners: owners.slice(0, MAX_OWNERS),
    ...(owners.length > MAX_OWNERS && { ownersTotal: owners.length }),
    claims: claims.slice(0, MAX_CLAIMS),
    ...(claims.length > MAX_CLAIMS && { claimsTotal: claims.length }),
    ...(location && { location }),
    ...(change && { change }),
    ...(environments && { environments }),
    ...(entity && { entity }),
    ...(entities && { entities }),
    ...(partOf && { partOf }),
  };
  const teams = [
    ...new Set(facts.owners.map(owner => storable(owner.team))),
  ].filter(team => fitsIndex(team));
  const links = [
    ...new Set([
      ...readFrom,
      ...claims
        .slice(0, MAX_OWNERS)
        .filter(claim => claim.raw !== '')
        .flatMap(claim => wantedKeys([claim.raw]).map(teamLink)),
    ]),
  ]
    .map(storable)
    .filter(link => fitsIndex(link));
  const standFor = [
    ...new Set([
      ...(entity === undefined ? (entities ?? []) : [entity]),
      ...(partOf === undefined ? [] : [productOf(partOf)]),
      ...(row.type === 'workload' ? claims.flatMap(entityOfClaim) : []),
    ]),
  ]
    .map(storable)
    .filter(each => fitsIndex(each));
  const nameOf = ({ kind, name }: (typeof objects)[number]) =>
    `${kind}/${name}`;
  const placed = new Set(
    objects.flatMap(object => (object.namespace ? [nameOf(object)] : [])),
  );
  const deployedBy = objects
    // A base leaves open what its overlays say: any namespace may have one of its name.
    .filter(object => object.namespace || !placed.has(nameOf(object)))
    .map(({ kind, namespace = '', name }) => ({ kind, namespace, name }))
    .filter(({ kind, namespace, name }) => fitsIndex(kind, namespace, name));
  return {
    row: withDigest(
      {
        ...row,
        row_key: new RowKeys().next(...identity),
        search: [row.namespace, row.name, row.repository, row.cluster, path]
          .filter(Boolean)
          .join(' ')
          .toLowerCase()
          .slice(0, MAX_SEARCH),
        directory: path === undefined ? null : parentOf(path),
        author: change?.author.slice(0, MAX_SORT) ?? null,
        changed_at: change?.at ?? null,
        state: stateOf(ownership),
        contested: ownership.contested,
        sync_known: syncKnown,
        secrets_known: secretsKnown,
        facts: withoutRevisions(facts),
      },
      { teams, links, entities: standFor, objects: deployedBy },
    ),
    teams,
    sort: storable(
      [row.namespace, row.name, row.cluster ?? row.environment ?? '']
        .join(' ')
        .toLowerCase()
        .slice(0, MAX_SORT),
    ),
    links,
    entities: standFor,
    objects: deployedBy,
    troubles,
  };
}

/** How a product is found by, which a label names in any case of letters. */
export function productOf(partOf: string): string {
  return `part-of ${partOf.toLowerCase()}`;
}

/** The entity that says whose a workload is, where the catalog says it. */
function entityOfClaim({ evidence }: Claim): string[] {
  if (
    evidence.type !== 'object' ||
    !evidence.object.apiVersion.startsWith('backstage.io/')
  ) {
    return [];
  }
  const { kind, namespace = 'default', name } = evidence.object;
  return [`${kind}:${namespace}/${name}`.toLowerCase()];
}

function stateOf({ owners, unowned }: Ownership): ThingRow['state'] {
  if (owners.length > 0) {
    return 'owned';
  }
  return unowned === 'explicit' ? 'explicit' : 'unowned';
}

/** The directory that a path lies in; empty for the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Whether two lists without repetitions name the same teams. */
export function sameTeams(one: string[], other: string[]): boolean {
  const teams = new Set(one);
  return teams.size === other.length && other.every(team => teams.has(team));
}

export function teamLink(key: string): string {
  return `team ${key}`;
}

function linkOf(from: ObjectOwnership['readFrom'][number]): string {
  if ('link' in from) {
    return from.link;
  }
  return 'repository' in from
    ? repositoryLink(from.repository)
    : objectLink(from.kind ?? '', from.namespace ?? '', from.name);
}

/** By the id of its source, whether it is indexed or not. */
export function repositoryLink(sourceId: string): string {
  return `repository ${sourceId}`;
}

export function objectLink(
  kind: string,
  namespace: string,
  name: string,
): string {
  return `object ${kind} ${namespace}/${name}`;
}

/** Every location without the commit, which its repository knows. */
export function withoutRevisions(facts: object): string {
  return JSON.stringify(facts, (key, value) => {
    if (key === 'location' && typeof value === 'object' && value !== null) {
      const { revision, ...rest } = value;
      return rest;
    }
    return value;
  });
}

/** Which thing a row stands for. */
export function thingRefOf(
  row: Pick<
    ThingRow,
    | 'row_key'
    | 'type'
    | 'kind'
    | 'namespace'
    | 'name'
    | 'cluster'
    | 'environment'
    | 'repository'
  >,
): ThingRef {
  return {
    id: row.row_key,
    type: row.type,
    ...(row.kind && { kind: row.kind }),
    ...(row.namespace && { namespace: row.namespace }),
    name: row.name,
    ...(row.cluster && { cluster: row.cluster }),
    ...(row.environment && { environment: row.environment }),
    ...(row.repository && { repository: row.repository }),
  };
}
