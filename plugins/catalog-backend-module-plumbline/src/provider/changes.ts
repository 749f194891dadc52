import { Entity } from '@backstage/catalog-model';
import { createHash } from 'node:crypto';
import { Sources } from './sources';

/** A catalog with fewer entities may lose any of them at once. */
const GUARD_FROM = 20;

/** Kinds of what several sources can have. */
const ofSeveral = /^(system|group):/;

/** An entity as it was given to the catalog last. */
export interface Emitted {
  ref: string;
  /** The thing that it stands for. */
  id: string;
  digest: string;
  /**
   * What it comes from (`repository:acme/app`); of one that is missing, what was not read since. Null where that may be any source.
   */
  sources: readonly string[] | null;
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

/** What becomes of entities whose things are in the index no more. */
export interface Absence {
  removed: KnownEntity[];
  /** What a second read has to miss as well before it goes. */
  waiting: KnownEntity[];
  /** What stays while something that it came from is not read, with that alone. */
  held: KnownEntity[];
  /** Whether so many would go that something may be wrong. */
  guarded: boolean;
}

/**
 * What may be missing for the moment only stays: until all was read that it came from. What several sources can have, and too many at once,
 * go when an earlier read missed them already.
 */
export function absenceOf(
  absent: readonly KnownEntity[],
  options: {
    sources: Sources;
    /** How many the catalog has. */
    known: number;
    maxRemovalPercentage: number;
  },
): Absence {
  const { sources, known, maxRemovalPercentage } = options;
  const removed: KnownEntity[] = [];
  const waiting: KnownEntity[] = [];
  const held: KnownEntity[] = [];
  const missing: KnownEntity[] = [];
  for (const each of absent) {
    const unread = sources.unread(each.sources);
    const left = { ...each, sources: unread ?? each.sources };
    (unread?.length === 0 ? missing : held).push(left);
  }
  const guarded =
    known >= GUARD_FROM &&
    missing.length > (known * maxRemovalPercentage) / 100;
  for (const each of missing) {
    const waits = guarded || ofSeveral.test(each.ref);
    (waits && each.missingSince === null ? waiting : removed).push(each);
  }
  return { removed, waiting, held, guarded };
}

/** Entities that are new or that differ from what the catalog was given. */
export function writtenOf(
  known: readonly KnownEntity[],
  wanted: readonly EmittedEntity[],
): EmittedEntity[] {
  const before = new Map(known.map(each => [each.ref, each]));
  return wanted.filter(({ ref, id, digest }) => {
    const old = before.get(ref);
    return old?.digest !== digest || old.id !== id;
  });
}

export function digestOf(entity: Entity): string {
  return createHash('sha256')
    .update(JSON.stringify(entity))
    .digest('base64url')
    .slice(0, 32);
}
