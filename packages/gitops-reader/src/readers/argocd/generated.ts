import { TreeIndex } from '../../engines';
import { JsonObject } from '../../facts';
import { isObject, objectAt } from '../../lib/json';
import { ParsedRepository } from '../reader';
import { fill, flatten, Language, Parameters } from './parameters';

/** Sets of parameters that one generator may give. */
export const mostParameters = 1000;

/** A cluster that this repository knows by name. */
export interface KnownCluster {
  name: string;
  server?: string;
  /** Absent where only the name is known. */
  labels?: JsonObject;
  annotations?: JsonObject;
}

/** What generators ask of the repository. */
export interface GeneratorContext extends Language {
  repository: ParsedRepository;
  index: TreeIndex;
  isOwn(url: string | undefined): boolean;
  isRead(revision: string | undefined): boolean;
  clusters: readonly KnownCluster[];
}

/** Sets of parameters, and why some or all are not known here. */
export interface Generated {
  parameters: Parameters[];
  unknown: string[];
  /** The generator's own template, over that of the set. */
  template?: JsonObject;
  /** What was taken for granted. */
  guesses?: string[];
  /** There are more than one generator may give. */
  cut?: boolean;
}

/** A generator of which nothing is known here. */
export const none = (reason: string): Generated => ({
  parameters: [],
  unknown: [reason],
});

/** The generator's `values`, in which its other parameters may be filled in. */
export function withValues(
  parameters: Parameters,
  spec: JsonObject,
  context: GeneratorContext,
): Parameters {
  const own = objectAt(spec, 'values');
  const filled = own && fill(own, parameters, context);
  if (!isObject(filled)) {
    return parameters;
  }
  return {
    ...parameters,
    values: {
      ...(context.go ? { values: filled } : flatten(filled, 'values.')),
      ...parameters.values,
    },
  };
}

/** Mappings are laid over each other, anything else is replaced. */
export function merged(one: JsonObject, other: JsonObject): JsonObject {
  const result: JsonObject = { ...one };
  for (const key of Object.keys(other)) {
    const before = result[key];
    const after = other[key];
    result[key] =
      isObject(before) && isObject(after) ? merged(before, after) : after;
  }
  return result;
}
