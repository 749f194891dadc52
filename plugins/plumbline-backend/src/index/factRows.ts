import {
  claimsOfService,
  onePerPlace,
  Ownership,
  ownersOfPaths,
  resolveOwners,
  OwnershipOptions,
  TeamDirectory,
} from '@plumbline/gitops-lookup';
import {
  Claim,
  EnvironmentRule,
  Finding,
  RepositoryFacts,
  ServiceObject,
  servicesOf,
} from '@plumbline/gitops-reader';
import {
  FactKind,
  FactPlace,
  FactsByKind,
} from '@plumbline/plugin-plumbline-common';
import { Origin, withoutOrigin } from './locations';
import { RowKeys } from './rows';
import { fitsIndex, storable, withDigest } from '../database/text';
import { teamValue } from './teamValue';

/** What the configuration says about owners and environments. */
export interface FactOptions extends OwnershipOptions {
  environments?: EnvironmentRule[];
}

/** Longer texts sort alike: an index entry has its limits. */
const MAX_SORT = 250;
const MAX_SEARCH = 2_000;

export type Mark = {
  type: 'team' | 'environment' | 'cluster';
  value: string;
};

export interface FactRow {
  source_id: string;
  row_key: string;
  digest: string;
  kind: FactKind;
  name: string;
  namespace: string;
  severity: string | null;
  rank: number;
  sort: string;
  search: string;
  facts: string;
  /** Of a finding that a person made: digest of the file that is to change. */
  said_of?: string;
}

export interface FactToWrite {
  row: FactRow;
  marks: Mark[];
}

/** Owners are marks as they were written: which teams they mean is looked up when somebody asks. */
export interface StoredFact<K extends FactKind = FactKind> {
  owners: string[];
  fact: FactsByKind[K];
  places?: FactPlace[];
  /** Services only: what is said about who owns it, for those who ask why. */
  claims?: Claim[];
  /** Services only: what deploys it. */
  objects?: ServiceObject[];
}

/** A fact, and what a row needs to know of it. */
interface Described {
  kind: FactKind;
  fact: StoredFact['fact'];
  name: string;
  namespace?: string;
  severity?: string;
  rank?: number;
  /** What tells it from others of its kind, and what it is found by. */
  words: (string | undefined)[];
  /** Path and line, for the order. */
  place?: { path: string; line?: number };
  owners: string[];
  environments: (string | undefined)[];
  clusters: (string | undefined)[];
  /** Where one line of Git is built. */
  places?: FactPlace[];
  claims?: Claim[];
  objects?: ServiceObject[];
}

/** Claims on one service that are kept. */
const MAX_CLAIMS = 200;
/** Objects of one service that are kept. */
const MAX_OBJECTS = 500;

/** Rank of findings. */
export const severityRank = { error: 0, warning: 1, info: 2 };
const actionRank = {
  enforce: 0,
  warn: 1,
  audit: 2,
  mutate: 3,
  generate: 4,
  unknown: 5,
};

/** All that a repository says beside its objects, as rows: what stands in a file belongs to those who own the file. */
export function* factsToRows(
  sourceId: string,
  facts: RepositoryFacts,
  options: FactOptions,
): Generator<FactToWrite | undefined> {
  const origin: Origin = {
    repository: facts.repository,
    revision: facts.revision,
  };
  const keys = new RowKeys();
  for (const described of describe(facts, options)) {
    yield toRow(sourceId, described, origin, keys);
  }
}

function* describe(
  facts: RepositoryFacts,
  options: FactOptions,
): Generator<Described> {
  // Which claim decides does not depend on what the teams are called.
  const directory = new TeamDirectory([]);
  const ownersOf = ownersOfPaths(facts, directory, options);
  const ownersAt = ({ path, line }: { path: string; line?: number }) =>
    marksOfOwners(ownersOf(path, line));
  const placesAt = placesOfPaths(facts);
  for (const service of servicesOf(facts, options)) {
    const { name, path, environments, objects } = service;
    const claims = claimsOfService(service, facts).slice(0, MAX_CLAIMS);
    yield {
      kind: 'services',
      fact: { name, path, environments },
      name,
      words: [name, path],
      place: { path },
      owners: marksOfOwners(resolveOwners(claims, directory, options)),
      claims,
      objects: objects.slice(0, MAX_OBJECTS),
      environments: environments.map(place => place.environment),
      clusters: environments.map(place => place.cluster),
    };
  }
  for (const finding of facts.findings) {
    const { location } = finding;
    yield describeFinding(finding, {
      owners: ownersAt(location),
      ...placesAt(location.path),
    });
  }
  for (const { fact: secret, places } of onePerPlace(facts.secrets)) {
    const { name, object, namespace, mechanism, kind, store, location } =
      secret;
    yield {
      kind: 'secrets',
      fact: secret,
      name,
      namespace,
      // A Secret that stands in Git may be an empty one; what is wrong with it is a finding.
      rank: mechanism === 'plain' ? 1 : 0,
      words: [name, object, namespace, mechanism, kind, store, location.path],
      place: location,
      owners: ownersAt(location),
      places,
      ...marksOfPlaces(places),
    };
  }
  for (const credential of facts.credentials) {
    const { provider, method, reason, job, location } = credential;
    yield {
      kind: 'credentials',
      fact: credential,
      name: provider,
      // What never expires is looked at first.
      rank: method === 'static' ? 0 : 1,
      words: [provider, method, job, reason, location.path],
      place: location,
      owners: ownersAt(location),
      ...placesAt(location.path),
    };
  }
  for (const { fact: policy, places } of onePerPlace(facts.policies)) {
    const { name, namespace, engine, kind, action, location } = policy;
    yield {
      kind: 'policies',
      fact: policy,
      name,
      namespace,
      rank: actionRank[action],
      words: [name, namespace, engine, kind, action, location.path],
      place: location,
      owners: ownersAt(location),
      places,
      ...marksOfPlaces(places),
    };
  }
  for (const guess of facts.guesses) {
    const { location } = guess;
    yield {
      kind: 'guesses',
      fact: guess,
      name: guess.about,
      words: [guess.about, guess.guess, guess.why, location?.path],
      place: location,
      owners: location ? ownersAt(location) : [],
      ...placesAt(location?.path ?? ''),
    };
  }
}

/** Whose a finding is, by marks as they were written, and where it counts. */
export type FindingMarks = Pick<
  Described,
  'owners' | 'environments' | 'clusters'
>;

/** A finding by itself, as the row that a read of its repository would make of it. */
export function findingToRow(
  sourceId: string,
  finding: Finding,
  marks: FindingMarks,
): FactToWrite | undefined {
  return toRow(
    sourceId,
    describeFinding(finding, marks),
    finding.location,
    new RowKeys(),
  );
}

function describeFinding(finding: Finding, marks: FindingMarks): Described {
  const { rule, severity, location, message } = finding;
  return {
    kind: 'findings',
    fact: finding,
    name: rule,
    severity,
    rank: severityRank[severity],
    words: [rule, location.path, message],
    place: location,
    ...marks,
  };
}

/** Undefined for a name that no index could hold: no object could have it. */
function toRow(
  sourceId: string,
  described: Described,
  origin: Origin,
  keys: RowKeys,
): FactToWrite | undefined {
  const { kind, fact, name, namespace = '', severity, place } = described;
  const { owners, places, claims, objects } = described;
  if (!fitsIndex(name, namespace)) {
    return undefined;
  }
  const line = String(place?.line ?? 0).padStart(8, '0');
  const marks = [
    ...marksOf('team', owners.map(teamValue)),
    ...marksOf('environment', described.environments),
    ...marksOf('cluster', described.clusters),
  ];
  const stored: StoredFact = {
    owners,
    fact,
    ...(places && { places }),
    ...(claims && { claims }),
    ...(objects && { objects }),
  };
  return {
    // The digest covers the marks, too: a fact may move to another environment.
    row: withDigest(
      {
        source_id: sourceId,
        row_key: keys.next(kind, ...described.words),
        kind,
        name,
        namespace,
        severity: severity ?? null,
        rank: described.rank ?? 0,
        sort: storable(
          `${[name, namespace, place?.path ?? ''].join(' ').slice(0, MAX_SORT)} ${line}`,
        ),
        search: storable(
          described.words
            .filter(word => word !== undefined)
            .join(' ')
            .toLowerCase()
            .slice(0, MAX_SEARCH),
        ),
        facts: withoutOrigin(stored, origin),
      },
      marks,
    ),
    marks,
  };
}

function marksOf(type: Mark['type'], values: (string | undefined)[]): Mark[] {
  return [...new Set(values)].flatMap(value =>
    value !== undefined && fitsIndex(value)
      ? [{ type, value: storable(value) }]
      : [],
  );
}

function marksOfOwners({ owners }: Ownership): string[] {
  // Where people are named by what they sign in with alone, the mark does not tell that they are people.
  return owners.map(({ raw, team }) => (team.startsWith('user:') ? team : raw));
}

function marksOfPlaces(
  places: FactPlace[],
): Pick<Described, 'environments' | 'clusters'> {
  return {
    environments: places.map(({ environment }) => environment),
    clusters: places.map(({ cluster }) => cluster),
  };
}

/** Environments and clusters of what a file declares. */
function placesOfPaths(
  facts: RepositoryFacts,
): (path: string) => { environments: string[]; clusters: string[] } {
  const places = new Map<
    string,
    { environments: Set<string>; clusters: Set<string> }
  >();
  for (const { location, config, environment, cluster } of facts.objects) {
    for (const { path } of [location, ...config.map(each => each.location)]) {
      const place = places.get(path) ?? {
        environments: new Set(),
        clusters: new Set(),
      };
      if (environment !== undefined) {
        place.environments.add(environment);
      }
      if (cluster !== undefined) {
        place.clusters.add(cluster);
      }
      places.set(path, place);
    }
  }
  return path => ({
    environments: [...(places.get(path)?.environments ?? [])],
    clusters: [...(places.get(path)?.clusters ?? [])],
  });
}
