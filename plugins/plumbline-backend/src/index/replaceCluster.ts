import { Knex } from 'knex';
import { replaceResources } from './clusterResources';
import {
  replaced,
  succeed,
  unconfirmed,
  waitForConfirmation,
} from './finishRead';
import { lockSource } from './leases';
import { presentRows } from './liveRows';
import { deleteObjects, markObjectsGone, writeObjects } from './replaceRows';
import {
  absentFromStaged,
  changedStaged,
  countStaged,
  forgetStaged,
  stageCluster,
} from './stageCluster';
import {
  ClusterRead,
  ClusterToRead,
  Lease,
  ReplaceResult,
} from './SourceStore';

/** Stages a picture of a cluster, and makes what it holds what is known of the cluster, in one transaction. */
export async function replaceCluster(
  database: Knex,
  lease: Lease,
  picture: ClusterToRead,
): Promise<ReplaceResult> {
  await stageCluster(database, lease, picture);
  const read = picture.told();
  const { skipped } = read;
  const { sourceId } = lease;
  const taken = read.taken.toISOString();
  return await database.transaction(async tx => {
    const source = await lockSource(tx, lease);
    const objects = await countStaged(tx, sourceId);
    const [{ present }]: { present: number | string }[] = await tx('objects')
      .where({ source_id: sourceId, origin: 'live', gone_since: null })
      .count({ present: '*' });
    const removed = await withoutSkipped(
      tx,
      sourceId,
      await absentFromStaged(tx, sourceId),
      read,
    );
    const removal = { present: Number(present), removed: removed.length };
    if (await waitForConfirmation(tx, lease, source, removal, read)) {
      await forgetStaged(tx, sourceId);
      return unconfirmed(removal);
    }
    await markObjectsGone(tx, removed, taken);
    let written = 0;
    for await (const changed of changedStaged(tx, sourceId)) {
      written += changed.length;
      await writeObjects(tx, changed);
    }
    const expired: { id: number }[] = await tx('objects')
      .where('source_id', sourceId)
      .where('gone_since', '<', read.keepGoneSince.toISOString())
      .select('id');
    await deleteObjects(
      tx,
      expired.map(row => row.id),
    );
    await replaceResources(tx, lease, { taken, skipped });
    await forgetStaged(tx, sourceId);
    await succeed(tx, lease, read, {
      revision: null,
      last_success: taken,
      counts: { objects, skipped: skipped.length },
      skipped,
    });
    return replaced({ written, removed: removed.length });
  });
}

/** What is gone: not what a skipped part may have held, which is unknown. A part that names no kind may have held anything. */
async function withoutSkipped(
  tx: Knex,
  sourceId: string,
  absent: number[],
  { skipped }: ClusterRead,
): Promise<number[]> {
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
  return absent.filter(id => !held.has(id));
}
