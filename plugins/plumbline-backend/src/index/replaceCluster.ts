import { ClusterFacts } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import {
  replaced,
  succeed,
  unconfirmed,
  waitForConfirmation,
} from './finishRead';
import { lockSource } from './leases';
import {
  compareObjects,
  deleteObjects,
  markObjectsGone,
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
    if (facts.skipped.length > 0) {
      // What the skipped part held is unknown, not gone.
      changes.removed = [];
    }
    if (await waitForConfirmation(tx, lease, source, changes, read)) {
      return unconfirmed(changes);
    }
    await markObjectsGone(
      tx,
      changes.removed.map(row => row.id),
      taken.toISOString(),
    );
    await writeObjects(tx, changes);
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
