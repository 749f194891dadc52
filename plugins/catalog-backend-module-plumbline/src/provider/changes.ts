import { Entity } from '@backstage/catalog-model';
import { createHash } from 'node:crypto';

/** A catalog with fewer entities may lose any of them at once. */
const GUARD_FROM = 20;

/** An entity as it was given to the catalog last. */
export interface Emitted {
  ref: string;
  /** The thing that it stands for. */
  id: string;
  digest: string;
}

export interface EmittedEntity extends Emitted {
  entity: Entity;
}

export interface Changes {
  /** Entities that are new or that differ. */
  written: EmittedEntity[];
  removed: Emitted[];
}

/** What differs between what the catalog was given and what it should have. */
export function changesOf(
  known: readonly Emitted[],
  wanted: readonly EmittedEntity[],
): Changes {
  const before = new Map(known.map(each => [each.ref, each]));
  const after = new Set(wanted.map(({ ref }) => ref));
  return {
    written: wanted.filter(({ ref, id, digest }) => {
      const old = before.get(ref);
      return old?.digest !== digest || old.id !== id;
    }),
    removed: known.filter(({ ref }) => !after.has(ref)),
  };
}

/** Whether so many entities would go that a second read has to miss them as well. */
export function needsConfirmation(
  known: number,
  removed: number,
  maxPercentage: number,
): boolean {
  return known >= GUARD_FROM && removed > (known * maxPercentage) / 100;
}

export function digestOf(entity: Entity): string {
  return createHash('sha256')
    .update(JSON.stringify(entity))
    .digest('base64url')
    .slice(0, 32);
}
