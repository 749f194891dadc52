import { FieldWriter, linkTo, SecretState } from '@plumbline/gitops-reader';
import { HandWritten, SecretStateView } from '../answer';
import { Context } from './Context';
import { Live } from './ObjectStore';
import { Reading } from './Reading';
import { distinct, secretRefsOf } from './compose';

const maxStates = 20;
const maxFields = 10;
/** Times of more than four digits a year are none. */
const lastTime = Date.parse('9999-12-31T23:59:59Z');

/** The worst first. */
const ranks: Record<SecretState['state'], number> = {
  missing: 0,
  'missing-key': 1,
  failing: 2,
  stale: 3,
  unknown: 4,
  ok: 5,
};

/** The link by which is found what says anything of each Secret that the subject needs. */
export function linksOfSecrets(reading: Reading): string[] {
  const { cluster, subject } = reading;
  return cluster && subject.namespace
    ? secretRefsOf(reading).map(name => linkTo.secret(subject.namespace, name))
    : [];
}

/** Loads what says anything of the Secrets that these subjects need, all of it together. */
export async function loadSecretStates(
  context: Context,
  readings: readonly Reading[],
): Promise<void> {
  await context.store.loadLinks(
    readings.flatMap(linksOfSecrets).map(link => [link]),
  );
}

/** A state of a Secret, and the object that says so. @internal */
export interface SaidOfSecret {
  object: Live['object'];
  state: SecretState;
}

/** What the subject's cluster says of the Secrets that it needs: what makes them, and what waits for them. */
export function saidOfSecrets(
  context: Context,
  reading: Reading,
): SaidOfSecret[] {
  const { cluster, live, chain } = reading;
  const names = secretRefsOf(reading);
  const own = [...(live ? [live] : []), ...chain];
  const linked = linksOfSecrets(reading).flatMap(link =>
    context.store.linked([link]),
  );
  return [...own, ...linked]
    .filter(({ object }) => object.cluster === cluster)
    .flatMap(indexed =>
      (indexed.object.secretStates ?? [])
        .filter(
          ({ name }) =>
            names.includes(name) ||
            // A pod of another workload may wait for a Secret that this one does not need.
            (indexed.object.kind === 'Pod' && own.includes(indexed)),
        )
        .map(state => ({ object: indexed.object, state })),
    );
}

/** What the cluster says of the Secrets that the subject needs, the worst first. */
export async function secretStatesFor(
  context: Context,
  reading: Reading | undefined,
): Promise<SecretStateView[]> {
  if (!reading?.cluster || !reading.subject.namespace) {
    return [];
  }
  await loadSecretStates(context, [reading]);
  const now = (context.options.now?.() ?? new Date()).getTime();
  return worstFirst(
    saidOfSecrets(context, reading).map(({ object, state }) => {
      const due = refreshDue(state);
      return viewOf(
        object,
        due !== undefined && due < now ? { ...state, state: 'stale' } : state,
      );
    }),
  );
}

/** Twenty pods that wait for one Secret say one thing. */
export function worstFirst<T extends SecretStateView>(states: T[]): T[] {
  return distinct(
    states.sort(
      (a, b) => ranks[a.state] - ranks[b.state] || (a.name < b.name ? -1 : 1),
    ),
    ({ name, state, key, by }) =>
      JSON.stringify([name, state, key, by.kind === 'Pod' ? '' : by]),
  ).slice(0, maxStates);
}

/** When a Secret that is said to be well is stale: whatever refreshes it has stopped by then. */
export function refreshDue({
  state,
  refreshedAt,
  refreshSeconds,
}: SecretState): number | undefined {
  const due =
    state === 'ok' && refreshSeconds !== undefined && refreshedAt
      ? Date.parse(refreshedAt) + 2_000 * refreshSeconds
      : NaN;
  return due < lastTime ? due : undefined;
}

/** The state of a Secret with the object that says so. */
export function viewOf(
  { kind, namespace, name, cluster }: Live['object'],
  { refreshSeconds, ...state }: SecretState,
): SecretStateView {
  return {
    ...state,
    by: { kind, ...(namespace && { namespace }), name },
    cluster,
  };
}

/** Who changed the subject by hand last, as far as it tells. */
export function handWrittenOf({ live }: Reading): {
  handWritten?: HandWritten;
} {
  const [last] = (live?.object.writers ?? [])
    .filter(({ by }) => by === 'human')
    .sort((a, b) => timeOf(b) - timeOf(a));
  if (!last) {
    return {};
  }
  const { manager, operation, subresource, at, fields, more = 0 } = last;
  const left = Math.max(0, fields.length - maxFields) + more;
  return {
    handWritten: {
      manager,
      operation,
      ...(subresource && { subresource }),
      ...(at && { at }),
      fields: fields.slice(0, maxFields),
      ...(left > 0 && { more: left }),
    },
  };
}

function timeOf({ at }: FieldWriter): number {
  return at ? Date.parse(at) : 0;
}
