import { lastChangeOfObject } from '@plumbline/gitops-lookup';
import { RepositoryFacts } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import {
  replaced,
  succeed,
  unconfirmed,
  waitForConfirmation,
} from './finishRead';
import { FactOptions, factsToRows } from './factRows';
import { lockSource } from './leases';
import { Origin, withoutOrigin } from './locations';
import { replaceFacts } from './replaceFacts';
import { forgetChangedFindings } from './saidFindings';
import {
  compareObjects,
  deleteObjects,
  replaceFiles,
  replaceTeamRows,
  writeObjects,
} from './replaceRows';
import {
  declaredToRow,
  FileRow,
  hasIndexableName,
  RowKeys,
  teamToRow,
} from './rows';
import { fitsIndex, reversed } from '../database/text';
import { KnownFile, Lease, ReplaceResult, RepositoryRead } from './SourceStore';
import { inTurns, mapInTurns } from '../database/turns';
import { Unreadable } from './Unreadable';

export async function knownFiles(
  database: Knex,
  sourceId: string,
): Promise<Map<string, KnownFile>> {
  const rows: FileRow[] = await database('files')
    .where({ source_id: sourceId, directory: false })
    .select('path', 'digest', 'change');
  return new Map(
    rows.map(({ path, digest, change }) => [
      path,
      { digest, ...(change && { change: JSON.parse(change) }) },
    ]),
  );
}

export async function replaceRepository(
  database: Knex,
  lease: Lease,
  read: RepositoryRead,
  options: FactOptions,
): Promise<ReplaceResult> {
  const { sourceId } = lease;
  const { facts, files, skipped } = storableFacts(read);
  const origin: Origin = {
    repository: facts.repository,
    revision: facts.revision,
  };
  const keys = new RowKeys();
  const objects = await mapInTurns(facts.objects, object =>
    declaredToRow(
      sourceId,
      object,
      lastChangeOfObject(object, path => files.get(path)?.change),
      origin,
      keys,
    ),
  );
  return await database.transaction(async tx => {
    const source = await lockSource(tx, lease);
    const changes = await compareObjects(tx, sourceId, objects);
    const unreadable = new Unreadable(source, facts);
    await unreadable.keepObjects(tx, changes);
    const removal = {
      present: changes.present,
      removed: changes.removed.length,
    };
    if (await waitForConfirmation(tx, lease, source, removal, read)) {
      return unconfirmed(removal);
    }
    await deleteObjects(
      tx,
      changes.removed.map(row => row.id),
    );
    await writeObjects(tx, changes.written);
    await replaceFiles(tx, sourceId, fileRows(sourceId, files));
    const teamKeys = new RowKeys();
    const teams = await unreadable.withKeptTeams(tx, facts.teams);
    await replaceTeamRows(
      tx,
      sourceId,
      teams.map(team => teamToRow(sourceId, team, origin, teamKeys)),
    );
    await replaceFacts(
      tx,
      sourceId,
      await inTurns(factsToRows(sourceId, facts, options)),
      unreadable,
    );
    await forgetChangedFindings(tx, sourceId);
    const rules = await unreadable.withKeptOwnership(tx, facts.ownership);
    await tx('repository_ownership')
      .insert({ source_id: sourceId, rules: withoutOrigin(rules, origin) })
      .onConflict('source_id')
      .merge();
    await succeed(tx, lease, read, {
      revision: read.revision,
      last_success: read.now.toISOString(),
      counts: {
        files: facts.counts.files,
        objects: facts.objects.length,
        findings: facts.findings.length,
        skipped: skipped.length,
      },
      skipped,
    });
    return replaced({
      written: changes.written.length,
      removed: changes.removed.length,
    });
  });
}

/** Without what no index could hold: a manifest can carry any text. */
function storableFacts(read: {
  facts: RepositoryFacts;
  files: Map<string, KnownFile>;
}): {
  facts: RepositoryFacts;
  files: Map<string, KnownFile>;
  skipped: RepositoryFacts['skipped'];
} {
  const skipped = [...read.facts.skipped];
  const tooLong = (path: string) => {
    skipped.push({
      path: path.slice(0, 200),
      reason: 'a name or path in it is too long to be indexed',
    });
    return false;
  };
  const objects = read.facts.objects.filter(
    object =>
      (hasIndexableName(object) &&
        [
          object.location,
          ...object.config.map(({ location }) => location),
        ].every(({ repository, path }) => fitsIndex(repository, path))) ||
      tooLong(object.location.path),
  );
  const files = new Map(
    [...read.files].filter(([path]) => fitsIndex(path) || tooLong(path)),
  );
  return { facts: { ...read.facts, objects }, files, skipped };
}

function fileRows(sourceId: string, files: Map<string, KnownFile>): FileRow[] {
  const rows: FileRow[] = [];
  const directories = new Set<string>();
  for (const [path, { digest, change }] of files) {
    rows.push({
      source_id: sourceId,
      path,
      path_reversed: reversed(`/${path}`),
      directory: false,
      digest,
      change: change ? JSON.stringify(change) : null,
    });
    for (
      let end = path.lastIndexOf('/');
      end > 0;
      end = path.lastIndexOf('/', end - 1)
    ) {
      const directory = path.slice(0, end);
      if (directories.has(directory)) {
        break;
      }
      directories.add(directory);
    }
  }
  for (const directory of directories) {
    rows.push({
      source_id: sourceId,
      path: directory,
      path_reversed: reversed(`/${directory}`),
      directory: true,
      digest: '',
      change: null,
    });
  }
  return rows;
}
