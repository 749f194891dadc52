import { Entity } from '@backstage/catalog-model';
import { CatalogEntry } from '@plumbline/plugin-plumbline-common';
import { createHash } from 'node:crypto';

/** A catalog with fewer entities may lose any of them at once. */
const GUARD_FROM = 20;

/** An entity as it was given to the catalog last. */
export interface Emitted {
  ref: string;
  /** The thing that it stands for. */
  id: string;
  digest: string;
  /** The repository or cluster that has it: `repository:acme/app`. Null for what several have. */
  source: string | null;
}

/** An entity that the catalog has. */
export interface KnownEntity extends Emitted {
  /** When it was given. */
  at: string;
  /** Since when reads miss it, RFC 3339. */
  missingSince: string | null;
}

export interface EmittedEntity extends Emitted {
  entity: Entity;
}

export interface Changes {
  /** Entities that are new or that differ. */
  written: EmittedEntity[];
  removed: KnownEntity[];
  /** What a second read has to miss as well before it goes. */
  waiting: KnownEntity[];
}

/**
 * What differs between what the catalog was given and what it should have. What may be missing for the moment only stays; of too many at
 * once, those go that an earlier read missed already.
 */
export function changesOf(
  known: readonly KnownEntity[],
  wanted: readonly EmittedEntity[],
  options: {
    /** Whether all that a source has is known; of null, whether that is so of every source. */
    isRead: (source: string | null) => boolean;
    maxRemovalPercentage: number;
  },
): Changes {
  const before = new Map(known.map(each => [each.ref, each]));
  const after = new Set(wanted.map(({ ref }) => ref));
  const missing = known.filter(
    ({ ref, source }) => !after.has(ref) && options.isRead(source),
  );
  const guarded =
    known.length >= GUARD_FROM &&
    missing.length > (known.length * options.maxRemovalPercentage) / 100;
  return {
    written: wanted.filter(({ ref, id, digest, source }) => {
      const old = before.get(ref);
      return old?.digest !== digest || old.id !== id || old.source !== source;
    }),
    removed: missing.filter(each => !guarded || each.missingSince !== null),
    waiting: missing.filter(each => guarded && each.missingSince === null),
  };
}

/** Tells of which sources all is known. Where there are none at all, Plumbline has only just begun. */
export function readSources(
  entries: readonly CatalogEntry[],
): (source: string | null) => boolean {
  const sources = entries.filter(
    ({ type }) => type === 'repository' || type === 'cluster',
  );
  const unread = new Set(
    sources.flatMap(({ id, unread: is }) => (is ? [id] : [])),
  );
  return source =>
    sources.length > 0 &&
    (source === null ? unread.size === 0 : !unread.has(source));
}

export function digestOf(entity: Entity): string {
  return createHash('sha256')
    .update(JSON.stringify(entity))
    .digest('base64url')
    .slice(0, 32);
}
