import { createHash } from 'node:crypto';

/** What Backstage takes as the name of an entity. */
const LONGEST = 63;
const HASH = 8;

/**
 * The name of an entity: what the thing is called, in so far as an entity can be called so. Where that is too long, or belongs to
 * another thing already, the hash of the thing's id ends it: the same thing always gets the same name.
 */
export function entityName(
  text: string,
  id: string,
  options: { otherwise: string; isTaken: (name: string) => boolean },
): string {
  const name = slugOf(text) || options.otherwise;
  if (name.length <= LONGEST && !options.isTaken(name)) {
    return name;
  }
  const hash = createHash('sha256').update(id).digest('hex').slice(0, HASH);
  return `${trim(name.slice(0, LONGEST - HASH - 1))}-${hash}`;
}

/** Letters, digits, `-`, `_` and `.`, the first and last no mark. Lower case: refs make no difference. */
export function slugOf(text: string): string {
  return trim(text.toLowerCase().replace(/[^a-z0-9_.-]+/g, '-'));
}

function trim(name: string): string {
  return name.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
}
