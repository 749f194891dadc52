import { teamKey } from '@plumbline/gitops-lookup';
import {
  CodeownersDialect,
  ownershipFileNames,
  OwnershipRules,
} from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import {
  HistoryLease,
  HistoryLeases,
  HistoryLeaseStore,
  LeasableRow,
} from '../../history/HistoryLeases';
import { chunksOf, inTurns } from '../../index/replaceRows';
import { fitsIndex, reversed, storable } from '../../index/rows';
import { kindOfFile, RuleCommit, ruleKey } from './ruleChanges';

/** Sorts after every string that starts as the text before it. */
const LAST_CHARACTER = '\u{10FFFF}';

/** How far the history of the rules of a repository is read. */
export interface RulesLease extends HistoryLease {
  /** The commit that the facts are of. */
  revision: string;
  /** Up to here the history is known. */
  head?: string;
}

interface CandidateRow extends LeasableRow {
  provider: string;
  revision: string;
  head: string | null;
}

/** Keeps the commits that changed whom rules name. */
export class GitOwnershipStore implements HistoryLeaseStore<RulesLease> {
  readonly #database: Knex;
  readonly #leases: HistoryLeases;

  constructor(database: Knex) {
    this.#database = database;
    this.#leases = new HistoryLeases(database, 'ownership_git');
  }

  async claim(
    owner: string,
    options: { now: Date; until: Date; except?: ReadonlySet<string> },
  ): Promise<RulesLease | undefined> {
    const rows: CandidateRow[] = await this.#database('sources as s')
      .leftJoin('ownership_git as g', 'g.source_id', 's.id')
      .where('s.kind', 'repository')
      .whereNull('s.gone_since')
      .whereNotNull('s.revision')
      .whereNot('s.revision', 'like', 'working-tree%')
      .where(due => due.whereNull('g.head').orWhereRaw('g.head <> s.revision'))
      .orderBy('s.id')
      .select(
        's.id',
        's.provider',
        's.revision',
        'g.head',
        'g.error',
        'g.checked_at',
        'g.lease_until',
      );
    for (const row of rows) {
      if (await this.#leases.take(row, owner, options)) {
        return {
          sourceId: row.id,
          owner,
          provider: row.provider,
          revision: row.revision,
          ...(row.head !== null && { head: row.head }),
        };
      }
    }
    return undefined;
  }

  async renew(lease: RulesLease, until: Date): Promise<boolean> {
    return await this.#leases.renew(lease, until);
  }

  async giveBack(lease: RulesLease): Promise<void> {
    await this.#leases.giveBack(lease);
  }

  async release(
    lease: RulesLease,
    result: { now: Date; error?: string },
  ): Promise<void> {
    await this.#leases.release(lease, result);
  }

  /** Whether any file of the repository names owners in a way whose history is read. */
  async hasRules({ sourceId }: RulesLease): Promise<boolean> {
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
                .where('path_reversed', '<', `${below}${LAST_CHARACTER}`),
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
  }: RulesLease): Promise<CodeownersDialect | undefined> {
    const row: { rules: string } | undefined = await this.#database(
      'repository_ownership',
    )
      .where('source_id', sourceId)
      .first('rules');
    const rules: OwnershipRules | undefined = row && JSON.parse(row.rules);
    return rules?.codeowners?.dialect;
  }

  /** Adds commits, the oldest first, that bring the history up to the facts. `restarted`: what was known goes. */
  async add(
    lease: RulesLease,
    commits: RuleCommit[],
    { restarted, ends }: { restarted: boolean; ends?: string },
  ): Promise<void> {
    await this.#leases.write(lease, async tx => {
      if (restarted) {
        await this.#forget(tx, lease.sourceId);
      }
      for await (const chunk of inTurns(commits)) {
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
