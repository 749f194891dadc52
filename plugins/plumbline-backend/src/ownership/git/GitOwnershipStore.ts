import { teamKey } from '@plumbline/gitops-lookup';
import {
  CodeownersDialect,
  ownershipFileNames,
} from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import {
  HistoryLease,
  HistoryLeases,
  HistoryLeaseStore,
  WhichHistories,
} from '../../history/HistoryLeases';
import { chunksInTurns, chunksOf } from '../../database/chunks';
import {
  endOfPrefix,
  fitsIndex,
  reversed,
  storable,
} from '../../database/text';
import { storedCodeowners } from '../suggest/storedCodeowners';
import { kindOfFile, RuleCommit, ruleKey } from './ruleChanges';

/** Keeps the commits that changed whom rules name. */
export class GitOwnershipStore implements HistoryLeaseStore<HistoryLease> {
  readonly leases: HistoryLeases;
  readonly #database: Knex;

  constructor(database: Knex) {
    this.#database = database;
    this.leases = new HistoryLeases(database, 'ownership_git');
  }

  async due(which: WhichHistories): Promise<HistoryLease[]> {
    const rows: {
      id: string;
      provider: string;
      revision: string;
      head: string | null;
    }[] = await this.leases
      .repositories(which)
      .where(due => due.whereNull('h.head').orWhereRaw('h.head <> s.revision'))
      .select('s.id', 's.provider', 's.revision', 'h.head');
    return rows.map(({ id, provider, revision, head }) => ({
      sourceId: id,
      provider,
      revision,
      ...(head !== null && { head }),
    }));
  }

  /** Whether any file of the repository names owners in a way whose history is read. */
  async hasRules({ sourceId }: HistoryLease): Promise<boolean> {
    for (const name of ownershipFileNames) {
      const below = reversed(`/${name}`);
      const found: unknown = await this.#database('files')
        .where({ source_id: sourceId, directory: false })
        .where(path =>
          path
            .where('path', name)
            .orWhere(inside =>
              inside
                .where('path_reversed', '>=', below)
                .where('path_reversed', '<', endOfPrefix(below)),
            ),
        )
        .first('path');
      if (found !== undefined) {
        return true;
      }
    }
    return false;
  }

  /** Whose rules CODEOWNERS is written by, as far as its repository tells. */
  async dialect({
    sourceId,
  }: HistoryLease): Promise<CodeownersDialect | undefined> {
    const repository = sourceId.replace(/^repository:/, '');
    const files = await storedCodeowners(this.#database, [repository]);
    return files.get(repository)?.dialect;
  }

  /** Adds commits, the oldest first, that bring the history up to the facts. `restarted`: what was known goes. */
  async add(
    lease: HistoryLease,
    commits: RuleCommit[],
    { restarted, ends }: { restarted: boolean; ends?: string },
  ): Promise<void> {
    await this.leases.write(lease, async tx => {
      if (restarted) {
        await this.#forget(tx, lease.sourceId);
      }
      for await (const chunk of chunksInTurns(commits)) {
        const rows: { id: number; landed: string }[] = await tx(
          'ownership_commits',
        )
          .insert(
            chunk.map(({ landed, at, ...facts }) => ({
              source_id: lease.sourceId,
              landed,
              at: new Date(at).toISOString(),
              facts: JSON.stringify(facts),
            })),
          )
          .onConflict(['source_id', 'landed'])
          .merge()
          .returning(['id', 'landed']);
        const ids = new Map(rows.map(({ id, landed }) => [landed, id]));
        const marks = chunk.flatMap(commit =>
          marksOf(commit).map(mark => ({
            ...mark,
            commit_id: ids.get(commit.landed),
          })),
        );
        for (const part of chunksOf(marks)) {
          await tx('ownership_commit_marks')
            .insert(part)
            .onConflict(['type', 'value', 'commit_id'])
            .ignore();
        }
      }
      return {
        head: lease.revision,
        // What is missing further down is missing from now on.
        ...((restarted || ends !== undefined) && { ends: ends ?? null }),
      };
    });
  }

  async #forget(tx: Knex, sourceId: string): Promise<void> {
    const rows: { id: number }[] = await tx('ownership_commits')
      .where('source_id', sourceId)
      .select('id');
    for (const chunk of chunksOf(rows.map(({ id }) => id))) {
      await tx('ownership_commit_marks').whereIn('commit_id', chunk).delete();
      await tx('ownership_commits').whereIn('id', chunk).delete();
    }
  }
}

function marksOf({
  rules,
}: RuleCommit): { type: 'team' | 'rule'; value: string }[] {
  const teams = new Set<string>();
  const keys = new Set<string>();
  for (const { path, rule, before = [], after = [] } of rules) {
    keys.add(storable(ruleKey(kindOfFile(path), rule)));
    [...before, ...after].forEach(mark => teams.add(storable(teamKey(mark))));
  }
  return [
    ...[...teams].map(value => ({ type: 'team' as const, value })),
    ...[...keys].map(value => ({ type: 'rule' as const, value })),
  ].filter(({ value }) => value !== '' && fitsIndex(value));
}
