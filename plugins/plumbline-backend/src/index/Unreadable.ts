import {
  Claim,
  Evidence,
  FileLocation,
  OwnershipRules,
  RepositoryFacts,
  TeamFact,
} from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { locationsIn, Origin, withOrigin } from './locations';
import { chunksOf } from '../database/chunks';
import { ObjectChanges } from './replaceRows';
import { SourceRow } from './rows';

/**
 * What a read could not read. All that was known from those files stays, at the revision where they could be read:
 * unknown is not gone.
 */
export class Unreadable {
  readonly #paths: Set<string>;
  readonly #sourceId: string;
  /** Where the facts stand that the database holds. */
  readonly #known: Origin;

  constructor(source: SourceRow, facts: RepositoryFacts) {
    this.#paths = new Set(facts.skipped.map(file => file.path));
    this.#sourceId = source.id;
    this.#known = {
      repository: facts.repository,
      revision: source.revision ?? '',
    };
  }

  /** Keeps objects that an unreadable file declared, or configured: an overlay builds objects of other files. */
  async keepObjects(tx: Knex, changes: ObjectChanges): Promise<void> {
    if (this.#paths.size === 0 || changes.removed.length === 0) {
      return;
    }
    const kept = new Set<number>();
    for (const chunk of chunksOf(changes.removed.map(row => row.id))) {
      const rows: { id: number; facts: string }[] = await tx('objects')
        .whereIn('id', chunk)
        .select('id', 'facts');
      for (const row of rows) {
        const known = withOrigin<{
          object: {
            location: FileLocation;
            config: { location: FileLocation }[];
          };
        }>(row.facts, this.#known);
        const places = [known.object, ...known.object.config];
        if (places.some(({ location }) => this.#covers(location))) {
          kept.add(row.id);
          await tx('objects')
            .where('id', row.id)
            .update({ facts: JSON.stringify(known), digest: '' });
        }
      }
    }
    changes.removed = changes.removed.filter(row => !kept.has(row.id));
  }

  /** Of the rows that a read no longer has, those that no unreadable file says. The others are kept. */
  async factsToRemove(tx: Knex, ids: number[]): Promise<number[]> {
    if (this.#paths.size === 0) {
      return ids;
    }
    const removed: number[] = [];
    for (const chunk of chunksOf(ids)) {
      const rows: { id: number; facts: string }[] = await tx('repository_facts')
        .whereIn('id', chunk)
        .select('id', 'facts');
      for (const row of rows) {
        const known = withOrigin<unknown>(row.facts, this.#known);
        if (locationsIn(known).some(location => this.#covers(location))) {
          await tx('repository_facts')
            .where('id', row.id)
            .update({ facts: JSON.stringify(known), digest: '' });
        } else {
          removed.push(row.id);
        }
      }
    }
    return removed;
  }

  async withKeptTeams(tx: Knex, teams: TeamFact[]): Promise<TeamFact[]> {
    if (this.#paths.size === 0) {
      return teams;
    }
    const rows: { facts: string }[] = await tx('teams')
      .where('origin', this.#sourceId)
      .select('facts');
    const kept = rows
      .map(row => withOrigin<TeamFact>(row.facts, this.#known))
      .filter(team => this.#holds(team.evidence));
    return [...teams, ...kept];
  }

  async withKeptOwnership(
    tx: Knex,
    rules: OwnershipRules,
  ): Promise<OwnershipRules> {
    const row: { rules: string } | undefined =
      this.#paths.size === 0
        ? undefined
        : await tx('repository_ownership')
            .where('source_id', this.#sourceId)
            .first('rules');
    if (!row) {
      return rules;
    }
    const known = withOrigin<OwnershipRules>(row.rules, this.#known);
    const unreadable = (claim: Claim) => this.#holds(claim.evidence);
    const { codeowners } = known;
    const directoryClaims = [
      ...(rules.directoryClaims ?? []),
      ...(known.directoryClaims ?? []).filter(({ claims }) =>
        claims.some(unreadable),
      ),
    ];
    return {
      ...rules,
      ...(codeowners && this.#paths.has(codeowners.path) && { codeowners }),
      repositoryClaims: [
        ...rules.repositoryClaims,
        ...known.repositoryClaims.filter(unreadable),
      ],
      ...(directoryClaims.length > 0 && { directoryClaims }),
    };
  }

  #holds(evidence: Evidence | undefined): boolean {
    return evidence?.type === 'file' && this.#covers(evidence.location);
  }

  /** A skipped file without a path is a reader that failed: nothing is known about any file. */
  #covers({ repository, path }: FileLocation): boolean {
    return (
      repository === this.#known.repository &&
      (this.#paths.has(path) || this.#paths.has(''))
    );
  }
}
