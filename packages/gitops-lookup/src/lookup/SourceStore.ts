import { classifyEnvironment } from '@plumbline/gitops-reader';
import { FactIndex, SourceInfo } from '../factIndex';

/**
 * Sources that the index gave so far.
 *
 * @internal
 */
export class SourceStore {
  readonly #index: FactIndex;
  readonly #asked = new Set<string>();
  readonly #sources = new Map<string, SourceInfo>();

  constructor(index: FactIndex) {
    this.#index = index;
  }

  get all(): ReadonlyMap<string, SourceInfo> {
    return this.#sources;
  }

  async load(ids: Iterable<string>): Promise<void> {
    const fresh = [...new Set(ids)].filter(id => !this.#asked.has(id));
    if (fresh.length === 0) {
      return;
    }
    fresh.forEach(id => this.#asked.add(id));
    for (const source of await this.#index.sources(fresh)) {
      this.#sources.set(source.id, {
        ...source,
        // A cluster that nobody placed often says in its name where it belongs.
        environment:
          source.environment ??
          (source.kind === 'cluster'
            ? classifyEnvironment(source.name)
            : undefined),
      });
    }
  }

  get(id: string): SourceInfo | undefined {
    return this.#sources.get(id);
  }

  cluster(nameOrAlias: string): SourceInfo | undefined {
    return (
      this.#sources.get(`cluster:${nameOrAlias}`) ??
      [...this.#sources.values()].find(
        source =>
          source.kind === 'cluster' && source.aliases?.includes(nameOrAlias),
      )
    );
  }
}
