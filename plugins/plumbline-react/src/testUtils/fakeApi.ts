import {
  Answer,
  ClusterOverview,
  ClusterResourceStatus,
  FactKind,
  FactsPage,
  FactsQuery,
  FileView,
  FoundFact,
  PlumblineApi,
  ProviderStatus,
  RepositoryOverview,
  SourcesPage,
  SourcesQuery,
  SourceStatus,
} from '@plumbline/plugin-plumbline-common';
import { sampleNothing } from './samples';

/**
 * Answers as it is told, and remembers what it was asked.
 *
 * @public
 */
export class FakePlumblineApi implements PlumblineApi {
  readonly questions: string[] = [];
  readonly refreshed: string[] = [];
  readonly sourceQueries: SourcesQuery[] = [];
  answer: (question: string) => Promise<Answer>;
  list: SourceStatus[];
  providers: ProviderStatus[] = [];
  pageSize = 50;
  files: FileView[];
  refreshError?: Error;
  sourcesError?: Error;
  readonly factQueries: ({ kind: FactKind } & FactsQuery)[] = [];
  said: { [K in FactKind]?: FoundFact<K>[] } = {};
  factsError?: Error;
  /** Of every cluster. */
  resources: ClusterResourceStatus[] = [];

  constructor(
    options: {
      answer?: Answer | ((question: string) => Promise<Answer>);
      sources?: SourceStatus[];
      files?: FileView[];
    } = {},
  ) {
    const { answer } = options;
    this.answer =
      typeof answer === 'function'
        ? answer
        : async query => ({ ...(answer ?? sampleNothing), query });
    this.list = options.sources ?? [];
    this.files = options.files ?? [];
  }

  async lookup(question: string): Promise<Answer> {
    this.questions.push(question);
    return this.answer(question);
  }

  async sources(query: SourcesQuery): Promise<SourcesPage> {
    this.sourceQueries.push(query);
    if (this.sourcesError) {
      throw this.sourcesError;
    }
    const limit = query.limit ?? this.pageSize;
    const start = Number(query.cursor ?? 0);
    const found = this.list.filter(
      source =>
        (!query.kind || source.kind === query.kind) &&
        (!query.state || source.state === query.state) &&
        (!query.text || source.name.includes(query.text)),
    );
    const count = (state: SourceStatus['state']) =>
      this.list.filter(source => source.state === state).length;
    return {
      items: found.slice(start, start + limit),
      totalItems: found.length,
      nextCursor:
        start + limit < found.length ? String(start + limit) : undefined,
      summary: {
        waiting: count('waiting'),
        reading: count('reading'),
        ok: count('ok'),
        stale: count('stale'),
        failed: count('failed'),
        gone: count('gone'),
      },
      providers: this.providers,
    };
  }

  async refresh(sourceId: string): Promise<void> {
    if (this.refreshError) {
      throw this.refreshError;
    }
    this.refreshed.push(sourceId);
  }

  async facts<K extends FactKind>(
    kind: K,
    query: FactsQuery,
  ): Promise<FactsPage<K>> {
    this.factQueries.push({ kind, ...query });
    if (this.factsError) {
      throw this.factsError;
    }
    const found = selected(this.said[kind] ?? [], query);
    const start = Number(query.cursor ?? 0);
    const end = start + (query.limit ?? this.pageSize);
    return {
      items: found.slice(start, end),
      totalItems: found.length,
      nextCursor: end < found.length ? String(end) : undefined,
    };
  }

  async repository(name: string): Promise<RepositoryOverview> {
    if (this.sourcesError) {
      throw this.sourcesError;
    }
    const source = this.list.find(({ id }) => id === `repository:${name}`);
    if (!source) {
      throw fakeError(404, `There is no repository ${name} in the index`);
    }
    const all = Object.values(this.said).flat();
    const rules = new Map<string, RepositoryOverview['rules'][number]>();
    for (const { fact } of this.said.findings ?? []) {
      const { rule, severity } = fact;
      const known = rules.get(rule) ?? { rule, severity, total: 0 };
      rules.set(rule, { ...known, total: known.total + 1 });
    }
    const total = (kind: FactKind) => this.said[kind]?.length ?? 0;
    return {
      source,
      totals: {
        services: total('services'),
        findings: total('findings'),
        secrets: total('secrets'),
        credentials: total('credentials'),
        policies: total('policies'),
        guesses: total('guesses'),
      },
      rules: [...rules.values()],
      teams: [...new Set(all.flatMap(({ teams }) => teams))],
      environments: ['staging', 'production'],
      clusters: [],
    };
  }

  async cluster(name: string): Promise<ClusterOverview> {
    if (this.sourcesError) {
      throw this.sourcesError;
    }
    const source = this.list.find(({ id }) => id === `cluster:${name}`);
    if (!source) {
      throw fakeError(404, `There is no cluster ${name} in the index`);
    }
    return { source, resources: this.resources };
  }

  async file(
    repository: string,
    revision: string,
    path: string,
  ): Promise<FileView> {
    const file = this.files.find(
      candidate =>
        candidate.repository === repository &&
        candidate.revision === revision &&
        candidate.path === path,
    );
    if (!file) {
      throw fakeError(404, `No file ${path} in ${repository} at ${revision}`);
    }
    return file;
  }
}

/** Pages that look at one team, environment or text see the difference in `factQueries`. */
function selected<K extends FactKind>(
  found: FoundFact<K>[],
  query: FactsQuery,
): FoundFact<K>[] {
  return found.filter(
    ({ repository, teams, fact }) =>
      (!query.repository || repository === query.repository) &&
      (!query.team || teams.includes(query.team)) &&
      (!query.severity ||
        ('severity' in fact && fact.severity === query.severity)) &&
      (!query.text || JSON.stringify(fact).includes(query.text)),
  );
}

/** An error as the backend's client throws it. @public */
export function fakeError(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
