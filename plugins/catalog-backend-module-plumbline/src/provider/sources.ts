import { CatalogEntry } from '@plumbline/plugin-plumbline-common';
import { ReadEntries } from './readEntries';

/** Sources of one entity that are kept: of one with more, any may have it. */
const MOST = 500;

/** Of which repositories, clusters and directories of teams all is known. */
export class Sources {
  readonly #listed: ReadonlySet<string>;
  readonly #unread: ReadonlySet<string>;
  readonly #neverListed: boolean;

  constructor(
    entries: readonly CatalogEntry[],
    { unlisted, neverListed }: Pick<ReadEntries, 'unlisted' | 'neverListed'>,
  ) {
    const sources = entries.filter(
      ({ type }) => type === 'repository' || type === 'cluster',
    );
    this.#listed = new Set(sources.map(({ id }) => id));
    this.#unread = new Set([
      ...sources.flatMap(({ id, unread }) => (unread ? [id] : [])),
      ...unlisted,
    ]);
    this.#neverListed = neverListed;
  }

  /** Those of which nobody knows yet all that they have. Null: any may be one. */
  unread(sources: readonly string[] | null): readonly string[] | null {
    if (this.#listed.size === 0) {
      // Plumbline has only just begun.
      return sources?.length === 0 ? null : sources;
    }
    return sources === null
      ? bounded([...this.#unread])
      : sources.filter(id => !this.#isRead(id));
  }

  /** What an entity comes from now, and what it came from and is not read: that may have it still. */
  with(
    now: readonly string[] | null,
    before: readonly string[] | null | undefined,
  ): readonly string[] | null {
    return now === null || before === null || before === undefined
      ? now
      : bounded([...new Set([...now, ...(this.unread(before) ?? [])])].sort());
  }

  #isRead(id: string): boolean {
    if (this.#unread.has(id)) {
      return false;
    }
    // A list that is not complete takes nothing away: what is not listed is gone, unless it is of a provider that never told any.
    return (
      this.#listed.has(id) || id.startsWith('provider:') || !this.#neverListed
    );
  }
}

function bounded(sources: string[]): string[] | null {
  return sources.length > MOST ? null : sources;
}
