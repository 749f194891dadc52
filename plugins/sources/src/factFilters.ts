import {
  FactKind,
  FactPlace,
  FactsQuery,
  FileLocation,
  FoundFact,
  RepositoryOverview,
  ServiceFact,
  ServiceVersion,
} from '@plumbline/plugin-plumbline-common';
import {
  oneOf,
  parametersOf,
  searchOf,
} from '@plumbline/plugin-plumbline-react';

/** What the page of a repository can show, in its order. */
export const views = [
  'services',
  'findings',
  'secrets',
  'credentials',
  'policies',
  'guesses',
  'skipped',
] as const satisfies readonly (FactKind | 'skipped')[];

export type View = (typeof views)[number];

export const viewWords: Record<View, { title: string; none: string }> = {
  services: {
    title: 'Services',
    none: 'No workload or release was found in this repository.',
  },
  findings: { title: 'Findings', none: 'Nothing is wrong in what was read.' },
  secrets: {
    title: 'Secrets',
    none: 'Nothing in this repository brings a secret into being.',
  },
  credentials: {
    title: 'CI credentials',
    none: 'No CI job of this repository proves who it is to anybody.',
  },
  policies: {
    title: 'Policies',
    none: 'No policy of a cluster or a CI job was found in this repository.',
  },
  guesses: {
    title: 'Guessed',
    none: 'Nothing had to be taken for granted.',
  },
  skipped: { title: 'Not read', none: 'Every file could be read.' },
};

export const severities = ['error', 'warning', 'info'] as const;

const filterNames = ['text', 'team', 'environment', 'cluster', 'rule'] as const;

export type Filters = Pick<
  FactsQuery,
  (typeof filterNames)[number] | 'severity' | 'cursor'
>;

/** What an address asks to see; what it misspells is left out. */
export function askedOf(search: string): { view?: View; filters: Filters } {
  const { show, severity, ...filters } = parametersOf(search, [
    ...filterNames,
    'show',
    'severity',
    'cursor',
  ]);
  return {
    view: oneOf(views, show),
    filters: { ...filters, severity: oneOf(severities, severity) },
  };
}

/** The address of a view with these filters. */
export function searchOfFacts(view: View, filters: Filters): string {
  return searchOf({ show: view, ...filters });
}

export function isFiltered({ cursor, ...filters }: Filters): boolean {
  return Object.values(filters).some(Boolean);
}

/** Without an address that says otherwise: errors first, then the first view that has anything to show. */
export function firstView({ totals, rules }: RepositoryOverview): View {
  return rules.some(({ severity }) => severity === 'error')
    ? 'findings'
    : (views.find(view => view !== 'skipped' && totals[view] > 0) ??
        'services');
}

export function totalOf(view: View, overview: RepositoryOverview): number {
  return view === 'skipped'
    ? (overview.source.counts?.skipped ?? 0)
    : overview.totals[view];
}

/** Places of a service with the same versions from the same lines, told together. */
export function alikePlaces(
  environments: ServiceFact['environments'],
): { places: FactPlace[]; versions: ServiceVersion[] }[] {
  const groups = new Map<
    string,
    { places: FactPlace[]; versions: ServiceVersion[] }
  >();
  for (const { environment, cluster, namespace, versions } of environments) {
    const key = JSON.stringify([environment, versions]);
    const group = groups.get(key) ?? { places: [], versions };
    const where = [cluster, namespace].filter(Boolean).join('/');
    group.places.push({ environment, ...(where && { cluster: where }) });
    groups.set(key, group);
  }
  return [...groups.values()];
}

export interface MergedVersion extends Pick<
  ServiceVersion,
  'name' | 'value' | 'digest'
> {
  /** The lines that pin it. */
  locations: FileLocation[];
}

/** Each version once, with all lines that pin it. */
export function mergedVersions(versions: ServiceVersion[]): MergedVersion[] {
  const merged = new Map<string, MergedVersion>();
  for (const { name, value, digest, evidence } of versions) {
    const key = JSON.stringify([name, value, digest]);
    const entry = merged.get(key) ?? { name, value, digest, locations: [] };
    merged.set(key, entry);
    if (evidence.type === 'file') {
      const { path, line } = evidence.location;
      if (
        !entry.locations.some(
          other => other.path === path && other.line === line,
        )
      ) {
        entry.locations.push(evidence.location);
      }
    }
  }
  return [...merged.values()];
}

/** More environments than this are told one below the other. */
const mostColumns = 4;

/** The environments of the listed services in the order of promotion, where each can have a column. */
export function columnsOf(
  found: FoundFact[],
  { environments }: Pick<RepositoryOverview, 'environments'>,
): (string | undefined)[] | undefined {
  const present = new Set(
    found.flatMap(({ fact }) =>
      'environments' in fact
        ? fact.environments.map(({ environment }) => environment)
        : [],
    ),
  );
  const columns = [
    ...environments.filter(environment => present.has(environment)),
    ...(present.has(undefined) ? [undefined] : []),
  ];
  return columns.length > 0 &&
    columns.length === present.size &&
    columns.length <= mostColumns
    ? columns
    : undefined;
}

/** `production × 11, staging × 3`: one environment may have many clusters. */
export function placeWords(places: FactPlace[]): string {
  const clusters = new Map<string, string[]>();
  for (const { environment = 'no environment', cluster } of places) {
    clusters.set(environment, [
      ...(clusters.get(environment) ?? []),
      ...(cluster === undefined ? [] : [cluster]),
    ]);
  }
  return [...clusters]
    .map(([environment, names]) => {
      const where =
        names.length === 1 ? ` (${names[0]})` : ` × ${names.length} clusters`;
      return names.length === 0 ? environment : `${environment}${where}`;
    })
    .join(', ');
}
