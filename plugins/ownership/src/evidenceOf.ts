import { Answer } from '@plumbline/plugin-plumbline-common';
import { EntityQuestions } from '@plumbline/plugin-plumbline-react';

/** What the answers say about an entity. */
export interface EntityEvidence {
  /** It is about the entity: its files, or what is called exactly so. */
  answer?: Answer;
  /** About something that merely resembles it. */
  guess?: Answer;
  /** Several things that are called so, with different owners. */
  several?: Answer['candidates'];
}

/**
 * Which of the answers is about the entity. One about its workload tells most, where that is configured in the directory of
 * the entity: another team may run something of the same name. Otherwise the directory itself decides, and a name only
 * where the entity has none, or none that was read.
 */
export function evidenceOf(
  { name, path }: EntityQuestions,
  byName: Answer,
  byPath: Answer | undefined,
): EntityEvidence {
  const files =
    byPath?.subject?.type === 'path' && isAt(byPath.subject, path)
      ? byPath.subject
      : undefined;
  const { subject } = byName;
  const exact =
    subject?.type === 'object' &&
    subject.confidence !== 'guess' &&
    subject.name.toLowerCase() === name.toLowerCase();
  if (files) {
    const isOfIt = byName.config.some(
      place =>
        place.repository === files.repository &&
        `${place.path}/`.startsWith(`${files.path}/`),
    );
    return { answer: exact && isOfIt ? byName : byPath };
  }
  if (exact) {
    return { answer: byName };
  }
  if (subject) {
    return { guess: byName };
  }
  const several = byName.candidates.filter(
    candidate =>
      candidate.subject.type === 'object' &&
      candidate.subject.name.toLowerCase() === name.toLowerCase(),
  );
  return several.length > 0 ? { several } : {};
}

/** A path that merely ends like the one that was asked for is found as well. */
function isAt(found: { path: string }, asked: string | undefined): boolean {
  return [found.path, encodeURI(found.path)].some(path =>
    asked?.endsWith(path),
  );
}
