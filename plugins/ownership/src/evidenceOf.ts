import { Entity } from '@backstage/catalog-model';
import { Answer } from '@plumbline/plugin-plumbline-common';

/** What is asked about an entity. */
export interface EntityQuestions {
  /** What its workloads are called. */
  name: string;
  /** Where its files are, as far as the entity says. */
  path?: string;
}

/** What the answers say about an entity. */
export interface EntityEvidence {
  /** It is about the entity: its files, or what is called exactly so. */
  answer?: Answer;
  /** About something that merely resembles it. */
  guess?: Answer;
  /** Several things that are called so, with different owners. */
  several?: Answer['candidates'];
}

export function questionsOf({ metadata }: Entity): EntityQuestions {
  const { annotations = {} } = metadata;
  const repository = annotations['plumbline.dev/repository'];
  const directory = annotations['plumbline.dev/path'];
  const [, source] =
    // The root of a repository is no path, and would be read as words.
    /^url:(https?:\/\/\S+\/(?:tree|blob|src)\/(?:branch\/)?[^/\s]+\/\S*[^/\s])\/*$/.exec(
      annotations['backstage.io/source-location'] ?? '',
    ) ?? [];
  const path = repository && directory ? `${repository}:${directory}` : source;
  return {
    name:
      annotations['backstage.io/kubernetes-id'] ??
      annotations['plumbline.dev/name'] ??
      metadata.name,
    ...(path && { path }),
  };
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
