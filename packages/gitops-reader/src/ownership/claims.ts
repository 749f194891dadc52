import {
  Claim,
  ClaimSource,
  Evidence,
  FileLocation,
  JsonObject,
  ObjectRef,
} from '../facts';
import { listAt, textAt, textsAt } from '../lib/json';
import { LineTree } from '../readers/reader';
import { podTemplate } from '../workloads/workload';
import { lineOf } from '../yaml';
import { roleBindingClaims } from './roleBindings';
import { teamMarks } from './teamMarks';

/** Where an object stands, so that a claim can point at the line or field that makes it. */
export type ObjectPlace =
  | {
      type: 'file';
      location: FileLocation;
      /** Lines of the object; without them, claims point at `location`. */
      lines?: LineTree;
      /** Another place that wrote the value at a path: a kustomization that adds a label. */
      locate?: (path: (string | number)[]) => FileLocation | undefined;
    }
  | { type: 'object'; cluster: string; object: ObjectRef };

/** @public */
export interface OwnershipClaimsOptions {
  /** Instead of {@link defaultOwnershipLabels}. */
  ownershipLabels?: readonly string[];
}

/** Kinds of the engines: a label on one speaks for what it deploys, and for itself. */
const engineGroups =
  /^(argoproj\.io|kustomize\.toolkit\.fluxcd\.io|helm\.toolkit\.fluxcd\.io)\//;

/** Whether an object is one that deploys others, and says of itself whose they are. */
export function isEngineObject(object: JsonObject): boolean {
  return (
    typeof object.apiVersion === 'string' &&
    engineGroups.test(object.apiVersion) &&
    /^(Application|ApplicationSet|Kustomization|HelmRelease)$/.test(
      String(object.kind),
    )
  );
}

/**
 * Claims that an object makes about itself: in its labels and annotations, then in those of its pod template. The
 * same for a manifest and for a live object.
 */
export function ownershipClaims(
  object: JsonObject,
  place: ObjectPlace,
  options: OwnershipClaimsOptions = {},
): Claim[] {
  const claims = claimsOfMetadata(
    object,
    ['metadata'],
    isEngineObject(object) ? 'engine-object' : 'object-label',
    place,
    options,
  );
  const template = podTemplate(object);
  if (template && template.path.length > 0) {
    claims.push(
      ...claimsOfMetadata(
        object,
        [...template.path, 'metadata'],
        'pod-template-label',
        place,
        options,
      ),
    );
  }
  claims.push(
    ...roleBindingClaims(object, (path, text) => evidenceOf(place, path, text)),
  );
  return claims;
}

/**
 * Claims that a Namespace makes about what lives in it.
 */
export function namespaceClaims(
  namespace: JsonObject,
  place: ObjectPlace,
  options: OwnershipClaimsOptions = {},
): Claim[] {
  return claimsOfMetadata(
    namespace,
    ['metadata'],
    'namespace-label',
    place,
    options,
  );
}

/**
 * Claims in one `metadata`, given the source that they count as: those of the most telling key that names anybody. The
 * others speak of the same team in other words, or of people in it.
 */
export function claimsOfMetadata(
  object: JsonObject,
  path: string[],
  source: ClaimSource,
  place: ObjectPlace,
  options: OwnershipClaimsOptions = {},
): Claim[] {
  const marks = ['labels', 'annotations'].flatMap(field =>
    teamMarks(textsAt(object, ...path, field), options.ownershipLabels).map(
      mark => ({ ...mark, field }),
    ),
  );
  if (marks.length === 0) {
    return [];
  }
  const controllers = namesOfControllers(object);
  const first = marks
    .filter(({ raw }) => !controllers.has(raw))
    .reduce<(typeof marks)[number] | undefined>(
      (best, mark) => (best && best.rank <= mark.rank ? best : mark),
      undefined,
    );
  return marks
    .filter(({ key, field }) => key === first?.key && field === first.field)
    .map(({ raw, key, value, field, unsure }) => ({
      source,
      raw,
      ...(unsure ? { unsure } : {}),
      evidence: evidenceOf(place, [...path, field, key], value),
    }));
}

/** Controllers write their own name as `owner` on what they make. */
function namesOfControllers(object: JsonObject): Set<string> {
  return new Set(
    listAt(object, 'metadata', 'ownerReferences').flatMap(owner =>
      [textAt(owner, 'name'), textAt(owner, 'kind')].filter(
        text => text !== undefined,
      ),
    ),
  );
}

function evidenceOf(
  place: ObjectPlace,
  path: (string | number)[],
  value: string,
): Evidence {
  const key = path[path.length - 1];
  const text = `${key}: ${value}`.slice(0, 200);
  if (place.type === 'object') {
    const { cluster, object } = place;
    return { type: 'object', cluster, object, field: path.join('.'), text };
  }
  const { location, lines } = place;
  return {
    type: 'file',
    location:
      place.locate?.(path) ??
      (lines ? { ...location, line: lineOf({ lines }, path) } : location),
    text,
  };
}

/** Reference of an object, for the evidence of live claims. */
export function refOf(object: JsonObject): ObjectRef | undefined {
  const apiVersion = textAt(object, 'apiVersion');
  const kind = textAt(object, 'kind');
  const name = textAt(object, 'metadata', 'name');
  if (!apiVersion || !kind || !name) {
    return undefined;
  }
  const namespace = textAt(object, 'metadata', 'namespace');
  return { apiVersion, kind, ...(namespace ? { namespace } : {}), name };
}
