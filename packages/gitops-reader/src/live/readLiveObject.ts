import { applicationFact, isApplication } from '../readers/argocd/application';
import {
  Claim,
  EngineFact,
  Evidence,
  JsonObject,
  LiveObject,
  ObjectRef,
  VersionPin,
} from '../facts';
import {
  helmReleaseFact,
  isFlux,
  kustomizationFact,
} from '../readers/flux/fluxObjects';
import { compact, listAt, textAt, textsAt } from '../lib/json';
import { namespaceClaims, ownershipClaims, refOf } from '../ownership';
import {
  containerImages,
  imageVersion,
  secretReferences,
  splitImage,
} from '../workloads/workload';
import { engineStateOf } from './engineState';
import { cleanToRead } from './cleanLiveObject';
import { linksOf, listedBy } from './links';
import { markOf } from './marks';
import { isMomentary } from './momentary';
import { pointsOf } from './points';
import { promotionFactOf } from './promotionFacts';
import { secretStatesOf } from './secretStates';
import { sourceOf, sourceReadBy } from './source';
import { statusLine } from './status';
import { writersOf } from './writers';

/** The owner reference with `controller: true`, with the uid that it must have. */
function controllerOf(
  object: JsonObject,
): { ref: ObjectRef; uid?: string } | undefined {
  const owner = listAt(object, 'metadata', 'ownerReferences').find(
    entry => textAt(entry, 'controller') === 'true',
  );
  const apiVersion = textAt(owner, 'apiVersion');
  const kind = textAt(owner, 'kind');
  const name = textAt(owner, 'name');
  if (!apiVersion || !kind || !name) {
    return undefined;
  }
  return compact({
    ref: compact<ObjectRef>({
      apiVersion,
      kind,
      // Owners stand in the same namespace; a Node, the owner of static pods, stands in none.
      namespace:
        kind === 'Node' ? undefined : textAt(object, 'metadata', 'namespace'),
      name,
    }),
    uid: textAt(owner, 'uid'),
  });
}

function annotationsOf(object: JsonObject): Record<string, string> | undefined {
  const kept = Object.entries(
    textsAt(object, 'metadata', 'annotations') ?? {},
  ).filter(([key]) => !isMomentary(key));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

function claimsOf(
  object: JsonObject,
  ref: ObjectRef,
  cluster: string,
): Claim[] {
  const place = { type: 'object', cluster, object: ref } as const;
  return object.kind === 'Namespace'
    ? namespaceClaims(object, place)
    : ownershipClaims(object, place);
}

type EvidenceOf = (field: string, text?: string) => Evidence;

function runningVersions(
  object: JsonObject,
  engine: EngineFact | undefined,
  evidence: EvidenceOf,
): VersionPin[] {
  const pins: VersionPin[] = [];
  const pin = (
    kind: VersionPin['kind'],
    name: string | undefined,
    value: string | undefined,
    key: string,
  ) => {
    if (name && value) {
      pins.push({
        kind,
        name,
        value,
        evidence: evidence(key, `${key}: ${value}`),
        key,
      });
    }
  };
  for (const { image, key } of containerImages(object)) {
    const parts = splitImage(image);
    pin('image', parts.name, imageVersion(parts) ?? 'latest', key);
  }
  if (object.kind === 'Pod') {
    for (const list of ['containerStatuses', 'initContainerStatuses']) {
      for (const state of listAt(object, 'status', list)) {
        // `docker-pullable://repository@sha256:…`; an id without a repository says nothing outside of its node.
        const id = textAt(state, 'imageID')?.replace(/^[a-z-]+:\/\//, '');
        const parts = id?.includes('@') ? splitImage(id) : undefined;
        pin(
          'image',
          parts?.name,
          parts?.digest,
          `status.${list}[name=${textAt(state, 'name')}].imageID`,
        );
      }
    }
  }
  if (isApplication(object)) {
    const revision = textAt(object, 'status', 'sync', 'revision');
    pin(
      engine?.chart ? 'chart' : 'revision',
      engine?.chart ?? engine?.repoUrl,
      revision ?? textAt(object, 'status', 'sync', 'revisions', 0),
      revision ? 'status.sync.revision' : 'status.sync.revisions[0]',
    );
  } else if (isFlux(object, 'Kustomization')) {
    pin(
      'revision',
      engine?.repoUrl ?? textAt(object, 'spec', 'sourceRef', 'name'),
      textAt(object, 'status', 'lastAppliedRevision'),
      'status.lastAppliedRevision',
    );
  } else if (isFlux(object, 'HelmRelease')) {
    const chart =
      textAt(object, 'status', 'history', 0, 'chartName') ?? engine?.chart;
    const deployed = textAt(object, 'status', 'history', 0, 'chartVersion');
    if (deployed) {
      pin('chart', chart, deployed, 'status.history[0].chartVersion');
    } else {
      pin(
        'chart',
        chart,
        textAt(object, 'status', 'lastAttemptedRevision'),
        'status.lastAttemptedRevision',
      );
    }
  }
  return pins;
}

/** What the spec of an engine object says. The source of Flux that it names is another object, which knows the rest. */
function specOf(object: JsonObject): EngineFact | undefined {
  if (isApplication(object)) {
    return applicationFact(object);
  }
  if (isFlux(object, 'Kustomization')) {
    return kustomizationFact(object, () => undefined);
  }
  return isFlux(object, 'HelmRelease')
    ? helmReleaseFact(object, () => undefined)
    : undefined;
}

function engineOf(object: JsonObject, cluster: string): EngineFact | undefined {
  const spec = specOf(object);
  return (
    spec &&
    compact<EngineFact>({
      ...spec,
      destinationCluster: spec.destinationCluster ?? cluster,
      source: sourceReadBy(object),
      lists: listedBy(object).length > 0 ? true : undefined,
    })
  );
}

/**
 * Reads one object of a cluster, going by itself alone: what relates it to others is left to whoever asks for it. Goes by
 * what {@link cleanLiveObject} leaves of it, and by names out of what that cuts: fields that somebody wrote, Secrets that a
 * message misses. Undefined when it has no `apiVersion`, `kind` or `metadata.name`.
 *
 * @public
 */
export function readLiveObject(
  raw: JsonObject,
  cluster: string,
): LiveObject | undefined {
  const object = cleanToRead(raw);
  const ref = refOf(object);
  if (!ref) {
    return undefined;
  }
  const evidence: EvidenceOf = (field, text) =>
    compact({
      type: 'object',
      cluster,
      object: ref,
      field,
      text: text?.slice(0, 200),
    });
  const engine = engineOf(object, cluster);
  const controller = controllerOf(object);
  const secretRefs = secretReferences(object);
  const secretStates = secretStatesOf(raw);
  const promotion = promotionFactOf(object);
  return compact<LiveObject>({
    ...ref,
    cluster,
    uid: textAt(object, 'metadata', 'uid'),
    labels: textsAt(object, 'metadata', 'labels'),
    annotations: annotationsOf(object),
    claims: claimsOf(object, ref, cluster),
    versions: runningVersions(object, engine, evidence),
    controller: controller?.ref,
    controllerUid: controller?.uid,
    deployedBy: markOf(object),
    engine,
    state: engineStateOf(object),
    promotion,
    source: sourceOf(object),
    writers: writersOf(raw),
    secretStates,
    links: linksOf(object, cluster, controller?.ref, {
      secrets: secretStates,
      promotion,
    }),
    secretRefs: secretRefs.length > 0 ? secretRefs : undefined,
    createdAt: textAt(object, 'metadata', 'creationTimestamp'),
    status: statusLine(object),
    points: pointsOf(object),
  });
}
