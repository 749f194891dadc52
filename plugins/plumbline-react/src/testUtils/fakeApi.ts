import {
  Answer,
  FileView,
  PlumblineApi,
  ProviderStatus,
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

/** An error as the backend's client throws it. @public */
export function fakeError(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
