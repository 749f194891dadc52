import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { Answer, catalogSource, FactIndex } from '@plumbline/gitops-lookup';
import { RepositoryOpener } from '@plumbline/plugin-plumbline-node';
import {
  ClusterOverview,
  FactKind,
  FactsPage,
  FactsQuery,
  FileView,
  RepositoryOverview,
  SourcesPage,
  SourcesQuery,
} from '@plumbline/plugin-plumbline-common';
import { Metrics } from '../lib/metrics';
import { SourceStore } from '../index/SourceStore';
import { maskSecrets } from '../masking/maskSecrets';
import { PlumblineService } from './PlumblineService';

const MAX_QUESTION_BYTES = 64 * 1024;
export const TOO_LARGE = `The question is larger than ${
  MAX_QUESTION_BYTES / 1024
} KiB: send one alert, or its labels`;
const MAX_FILE_CHARACTERS = 256 * 1024;

export interface DefaultPlumblineOptions {
  lookup: { answer(question: string): Promise<Answer> };
  index: FactIndex;
  store: SourceStore;
  opener: RepositoryOpener | undefined;
  metrics: Metrics;
  /** Called when something became due. */
  wake: () => void;
  /** Has the portal's catalog read again; undefined where it is not to be read. */
  refreshCatalog: (() => Promise<void>) | undefined;
  now: () => Date;
}

export class DefaultPlumbline implements PlumblineService {
  readonly #options: DefaultPlumblineOptions;

  constructor(options: DefaultPlumblineOptions) {
    this.#options = options;
  }

  async lookup(question: string): Promise<Answer> {
    const { lookup, metrics } = this.#options;
    if (!question.trim()) {
      throw new InputError('The question is empty');
    }
    if (Buffer.byteLength(question) > MAX_QUESTION_BYTES) {
      throw new InputError(TOO_LARGE);
    }
    const started = performance.now();
    try {
      const answer = await lookup.answer(question);
      metrics.lookup(
        answer.subject ? 'found' : 'nothing',
        performance.now() - started,
      );
      return answer;
    } catch (error) {
      metrics.lookup('failed', performance.now() - started);
      throw error;
    }
  }

  async sources(query: SourcesQuery): Promise<SourcesPage> {
    return await this.#options.store.list(query, this.#options.now());
  }

  async refresh(sourceId: string): Promise<void> {
    const { store, now, wake, refreshCatalog } = this.#options;
    if (refreshCatalog && sourceId === catalogSource) {
      await refreshCatalog();
      return;
    }
    const result = await store.requestRefresh(sourceId, now());
    if (result === 'unknown') {
      throw new NotFoundError(`There is no source ${sourceId}`);
    }
    if (result === 'gone') {
      throw new ConflictError(
        `No provider lists ${sourceId} any more: there is nothing to read`,
      );
    }
    wake();
  }

  async facts<K extends FactKind>(
    kind: K,
    query: FactsQuery,
  ): Promise<FactsPage<K>> {
    return await this.#options.store.facts(kind, query);
  }

  async repository(name: string): Promise<RepositoryOverview> {
    const { store, now } = this.#options;
    const overview = await store.repository(name, now());
    if (!overview) {
      throw new NotFoundError(`There is no repository ${name} in the index`);
    }
    return overview;
  }

  async cluster(name: string): Promise<ClusterOverview> {
    const { store, now } = this.#options;
    const overview = await store.cluster(name, now());
    if (!overview) {
      throw new NotFoundError(`There is no cluster ${name} in the index`);
    }
    return overview;
  }

  async file(request: {
    repository: string;
    revision: string;
    path: string;
  }): Promise<FileView> {
    const { repository, revision, path } = request;
    const { index, opener } = this.#options;
    checkRevision(revision);
    checkPath(path);
    const [source] = await index.sources([`repository:${repository}`]);
    const content = source
      ? await opener?.readFile(repository, revision, path)
      : undefined;
    if (!source || !content) {
      throw new NotFoundError(
        source
          ? `${repository} has no file ${path} at ${revision}, or that commit was never read`
          : `There is no repository ${repository} in the index`,
      );
    }
    const { text, masked } = maskSecrets(path, decode(path, content));
    const truncated = text.length > MAX_FILE_CHARACTERS;
    return {
      repository,
      revision,
      path,
      content: truncated ? text.slice(0, MAX_FILE_CHARACTERS) : text,
      truncated,
      masked,
      ...(source.webUrl && { webUrl: source.webUrl }),
    };
  }
}

function checkRevision(revision: string): void {
  if (!/^([0-9a-f]{40}|[0-9a-f]{64}|working-tree)$/.test(revision)) {
    throw new InputError('revision: must be the 40 hex digits of a commit');
  }
}

function checkPath(path: string): void {
  const harmless = path
    .split('/')
    .every(segment => segment !== '' && segment !== '.' && segment !== '..');
  if (!harmless || path.includes('\0') || path.includes('\\')) {
    throw new InputError(
      'path: must lead from the root of the repository to a file, without empty, . or .. segments',
    );
  }
}

function decode(path: string, content: Uint8Array): string {
  if (content.subarray(0, 8_000).includes(0)) {
    throw new InputError(`${path} is not a text file`);
  }
  return new TextDecoder().decode(content);
}
