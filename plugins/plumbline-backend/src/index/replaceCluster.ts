import { ClusterFacts } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import {
  replaced,
  succeed,
  unconfirmed,
  waitForConfirmation,
} from './finishRead';
import { lockSource } from './leases';
import { presentRows } from './liveRows';
import {
  compareObjects,
  deleteObjects,
  markObjectsGone,
  ObjectChanges,
  writeObjects,
} from './replaceRows';
import { fitsIndex, liveToRow } from './rows';
import { Lease, ReadMeta, ReplaceResult } from './SourceStore';
import { mapInTurns } from './turns';

export async function replaceCluster(
  database: Knex,
  lease: Lease,
  read: ReadMeta & { facts: ClusterFacts; taken: Date; keepGoneSince: Date },
): Promise<ReplaceResult> {
  const { facts, taken } = read;
  const { sourceId } = lease;
  const fitting = facts.objects.filter(({ namespace, kind, name }) =>
    fitsIndex(namespace, kind, name),
  );
  const objects = await mapInTurns(fitting, object =>
    liveToRow(sourceId, object, facts.environment),
  );
  return await database.transaction(async tx => {
    const source = await lockSource(tx, lease);
    const changes = await compareObjects(tx, sourceId, objects);
    changes.removed = await withoutSkipped(tx, sourceId, changes, facts);
    if (await waitForConfirmation(tx, lease, source, changes, read)) {
      return unconfirmed(changes);
    }
    await markObjectsGone(
      tx,
      changes.removed.map(row => row.id),
      taken.toISOString(),
    );
    await writeObjects(tx, changes.written);
    const expired: { id: number }[] = await tx('objects')
      .where('source_id', sourceId)
      .where('gone_since', '<', read.keepGoneSince.toISOString())
      .select('id');
    await deleteObjects(
      tx,
      expired.map(row => row.id),
    );
    await succeed(tx, lease, read, {
      revision: null,
      last_success: taken.toISOString(),
      counts: {
        objects: facts.objects.length,
        skipped: facts.skipped.length,
      },
      skipped: facts.skipped,
    });
    return replaced(changes);
  });
}

/** What is gone: not what a skipped part may have held, which is unknown. A part that names no kind may have held anything. */
async function withoutSkipped(
  tx: Knex,
  sourceId: string,
  { removed }: ObjectChanges,
  { skipped }: ClusterFacts,
): Promise<ObjectChanges['removed']> {
  const kinds = new Map<string, { group: string; kind: string }>();
  for (const { kind } of skipped) {
    if (!kind) {
      return [];
    }
    kinds.set(`${kind.group}/${kind.kind}`, kind);
  }
  const held = new Set<number>();
  for (const kind of kinds.values()) {
    for await (const rows of presentRows(tx, sourceId, kind)) {
      rows.forEach(({ id }) => held.add(id));
    }
  }
  return removed.filter(({ id }) => !held.has(id));
}
