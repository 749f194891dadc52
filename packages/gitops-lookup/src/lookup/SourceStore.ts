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

  /** Whether any of these was not asked for before. */
  lacks(ids: string[]): boolean {
    return ids.some(id => !this.#asked.has(id));
  }

  async load(ids: Iterable<string>): Promise<void> {
    const fresh = [...new Set(ids)].filter(id => !this.#asked.has(id));
    if (fresh.length === 0) {
      return;
    }
    fresh.forEach(id => this.#asked.add(id));
    (await this.#index.sources(fresh)).forEach(source => this.#add(source));
  }

  /** Takes over what came with an object. */
  know(source: SourceInfo): void {
    if (!this.#asked.has(source.id)) {
      this.#asked.add(source.id);
      this.#add(source);
    }
  }

  #add(source: SourceInfo): void {
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
