import { FieldWriter, linkTo, SecretState } from '@plumbline/gitops-reader';
import { HandWritten, SecretStateView } from '../answer';
import { Context } from './Context';
import { Live } from './ObjectStore';
import { Reading } from './Reading';
import { distinct, secretRefsOf } from './compose';

const maxStates = 20;
const maxFields = 10;

/** The worst first. */
const ranks: Record<SecretState['state'], number> = {
  missing: 0,
  'missing-key': 1,
  failing: 2,
  stale: 3,
  unknown: 4,
  ok: 5,
};

/** What the cluster says of the Secrets that the subject needs, by what makes them and what waits for them. */
export async function secretStatesFor(
  context: Context,
  reading: Reading | undefined,
): Promise<SecretStateView[]> {
  const { cluster, subject, live, chain = [] } = reading ?? {};
  const namespace = subject?.namespace;
  if (!reading || !cluster || !namespace) {
    return [];
  }
  const names = secretRefsOf(reading);
  const links = names.map(name => [linkTo.secret(namespace, name)]);
  await context.store.loadLinks(links);
  const objects = [
    ...(live ? [live] : []),
    ...chain,
    ...links.flatMap(link => context.store.linked(link)),
  ].filter(({ object }) => object.cluster === cluster);
  const now = (context.options.now?.() ?? new Date()).getTime();
  const states = objects.flatMap(({ object }) =>
    (object.secretStates ?? [])
      .filter(({ name }) => object.kind === 'Pod' || names.includes(name))
      .map(state => viewOf(object, state, now)),
  );
  return distinct(
    states.sort(
      (a, b) => ranks[a.state] - ranks[b.state] || (a.name < b.name ? -1 : 1),
    ),
    // Twenty pods that wait for one Secret say one thing.
    ({ name, state, key, by }) =>
      JSON.stringify([name, state, key, by.kind === 'Pod' ? '' : by]),
  ).slice(0, maxStates);
}

function viewOf(
  { kind, namespace, name, cluster }: Live['object'],
  { refreshSeconds, ...state }: SecretState,
  now: number,
): SecretStateView {
  const due =
    refreshSeconds !== undefined && state.refreshedAt
      ? Date.parse(state.refreshedAt) + 2_000 * refreshSeconds
      : undefined;
  return {
    ...state,
    // Whatever refreshes it has stopped, though it still says that all is well.
    state:
      state.state === 'ok' && due !== undefined && due < now
        ? 'stale'
        : state.state,
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
