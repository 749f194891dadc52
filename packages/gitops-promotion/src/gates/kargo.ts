import { PromotionFact } from '@plumbline/gitops-reader';
import { Pin } from '../types';
import { isMeant, stateOf } from './stateOf';
import {
  Gate,
  GatedPlace,
  GateOptions,
  PendingPromotion,
  PromotionObject,
} from './types';

type Stage = Extract<PromotionFact, { type: 'stage' }>;
type Freight = Extract<PromotionFact, { type: 'freight' }>;

interface Of<T> {
  object: PromotionObject;
  fact: T;
}

/**
 * Freight of Kargo that could come to a place next, and what stands between: of each warehouse the newest that came after
 * what is there and holds what the place pins.
 *
 * @public
 */
export function pendingInKargo(
  objects: PromotionObject[],
  place: GatedPlace,
  { now, environmentOf }: GateOptions,
): PendingPromotion[] {
  const stages = objects.flatMap((object): Of<Stage>[] =>
    object.fact.type === 'stage' ? [{ object, fact: object.fact }] : [],
  );
  const freights = objects.flatMap((object): Of<Freight>[] =>
    object.fact.type === 'freight' ? [{ object, fact: object.fact }] : [],
  );
  return stages
    .filter(({ object: { name } }) => isMeant(name, environmentOf(name), place))
    .flatMap(stage =>
      nextFreight(stage, freights, place.pins).map(next =>
        pendingOf(stage, next, objects, place.pins, now),
      ),
    );
}

function inOneProject(a: PromotionObject, b: PromotionObject): boolean {
  return a.cluster === b.cluster && a.namespace === b.namespace;
}

/** Of each warehouse the newest that came after what is there and holds another version. */
function nextFreight(
  { object, fact }: Of<Stage>,
  freights: Of<Freight>[],
  pins: Pin[],
): Of<Freight>[] {
  const own = freights.filter(each => inOneProject(each.object, object));
  const names = new Set(own.map(each => each.object.name));
  const isThere = (each: Of<Freight>) =>
    fact.freight.includes(each.object.name) ||
    each.fact.currentlyIn.some(({ stage }) => stage === object.name) ||
    standsHere(each.fact, pins);
  const warehouses = new Set(fact.requested.map(({ warehouse }) => warehouse));
  return [...warehouses].flatMap(warehouse => {
    const known = own
      .filter(each => each.fact.warehouse === warehouse)
      .sort((a, b) =>
        (a.object.createdAt ?? '') < (b.object.createdAt ?? '') ? -1 : 1,
      );
    const there = known.findLastIndex(isThere);
    if (there < 0 && fact.freight.some(name => !names.has(name))) {
      // Something is there that nobody shows: what is newer cannot be told.
      return [];
    }
    // Older freight was passed over: it waits for nobody.
    const newer = known.slice(there + 1);
    return newer.findLast(each => versionIn(each.fact, pins)) ?? [];
  });
}

function pinsOf({ kind, name }: Freight['artefacts'][0], pins: Pin[]): Pin[] {
  return pins.filter(
    pin => pin.kind === kind && withoutSuffix(pin.name) === withoutSuffix(name),
  );
}

/** Git asks for what it holds: its stage may not have told so yet. */
function standsHere({ artefacts }: Freight, pins: Pin[]): boolean {
  const pinned = artefacts.flatMap(artefact =>
    pinsOf(artefact, pins).map(pin => pin.value === artefact.value),
  );
  return pinned.length > 0 && pinned.every(same => same);
}

/** The version that freight brings of something that is pinned; one that stands there already is on no way. */
function versionIn({ artefacts }: Freight, pins: Pin[]): string | undefined {
  return artefacts.find(artefact =>
    pinsOf(artefact, pins).some(pin => pin.value !== artefact.value),
  )?.value;
}

function withoutSuffix(name: string): string {
  return name.replace(/\.git$/, '').toLowerCase();
}

function pendingOf(
  stage: Of<Stage>,
  freight: Of<Freight>,
  objects: PromotionObject[],
  pins: Pin[],
  now: Date,
): PendingPromotion {
  const { name, asOf } = stage.object;
  const to = versionIn(freight.fact, pins);
  const gates = [
    ...upstreamGates(stage, freight.fact, now),
    ...promotionGates(stage, freight.object, objects),
  ];
  const free = gates.every(({ state }) => state === 'passed');
  if (stage.fact.held) {
    gates.push({
      kind: 'approval',
      name: 'automatic promotion',
      state: 'waiting',
      reason: `it was stopped for ${name}`,
    });
  } else if (free && !stage.fact.autoPromotion) {
    gates.push({
      kind: 'approval',
      name: 'promotion',
      state: 'waiting',
      reason: `nothing promotes to ${name} by itself`,
    });
  }
  return {
    source: 'kargo',
    title: `Freight ${freight.fact.alias ?? freight.object.name.slice(0, 12)} to stage ${name}`,
    ...(to !== undefined && { to }),
    state: stateOf(gates),
    gates,
    ...(freight.object.createdAt && { since: freight.object.createdAt }),
    ...(asOf && { asOf }),
  };
}

function upstreamGates(
  { object, fact }: Of<Stage>,
  freight: Freight,
  now: Date,
): Gate[] {
  if (freight.approvedFor.includes(object.name)) {
    return [
      {
        kind: 'approval',
        name: `approval for ${object.name}`,
        state: 'passed',
      },
    ];
  }
  const request = fact.requested.find(
    ({ warehouse }) => warehouse === freight.warehouse,
  );
  if (!request || request.direct) {
    return [];
  }
  const each = request.stages.map(stage =>
    gatesOfStage(stage, request.soak, freight, now),
  );
  if (request.all) {
    return each.flat();
  }
  // One of them is enough: the one that has come furthest is shown.
  const passed = (gates: Gate[]) =>
    gates.filter(({ state }) => state === 'passed').length;
  return each.sort((a, b) => passed(b) - passed(a))[0] ?? [];
}

function gatesOfStage(
  stage: string,
  soak: string | undefined,
  freight: Freight,
  now: Date,
): Gate[] {
  const verified = freight.verifiedIn.find(entry => entry.stage === stage);
  const there = freight.currentlyIn.find(entry => entry.stage === stage);
  const gates: Gate[] = [
    {
      kind: 'verification',
      name: stage,
      state: verified ? 'passed' : 'waiting',
      ...(!verified && {
        reason: there ? 'it is being verified there' : 'it is not there yet',
      }),
    },
  ];
  const needed = soak === undefined ? undefined : millisecondsOf(soak);
  if (needed !== undefined && needed > 0) {
    const soaked = Math.max(
      there?.since ? now.getTime() - Date.parse(there.since) : 0,
      millisecondsOf(verified?.soaked ?? '') ?? 0,
    );
    // A soak of centuries ends at no date that can be written.
    const end = new Date(Date.parse(there?.since ?? '') + needed);
    gates.push({
      kind: 'time',
      name: `${soak} in ${stage}`,
      state: soaked >= needed ? 'passed' : 'waiting',
      ...(soaked < needed &&
        !Number.isNaN(end.getTime()) && {
          reason: `until ${end.toISOString()}`,
        }),
    });
  }
  return gates;
}

/** A promotion of that freight to that stage, the last one where there were several. */
function promotionGates(
  stage: Of<Stage>,
  freight: PromotionObject,
  objects: PromotionObject[],
): Gate[] {
  const [last] = objects
    .flatMap(({ fact, ...object }) =>
      fact.type === 'promotion' &&
      fact.stage === stage.object.name &&
      fact.freight === freight.name &&
      inOneProject({ ...object, fact }, stage.object)
        ? [{ phase: fact.phase, by: fact.by, at: object.createdAt ?? '' }]
        : [],
    )
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  const { promotion } = stage.fact;
  const told =
    last ??
    (promotion?.freight === freight.name
      ? { phase: promotion.phase, by: undefined }
      : undefined);
  if (!told) {
    return [];
  }
  const { phase = 'Unknown', by } = told;
  const states: { [phase: string]: Gate['state'] } = {
    Pending: 'waiting',
    Running: 'waiting',
    Succeeded: 'passed',
    Failed: 'failed',
    Errored: 'failed',
    Aborted: 'failed',
  };
  return [
    {
      kind: 'run',
      name: 'promotion',
      state: states[phase] ?? 'unknown',
      reason: by ? `${phase}, asked for by ${by}` : phase,
    },
  ];
}

const units: { [unit: string]: number } = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

/** `1h30m`, as Go writes durations. */
function millisecondsOf(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  return parts.length === 0
    ? undefined
    : parts.reduce(
        (total, [, number, unit]) => total + Number(number) * units[unit],
        0,
      );
}
