import { NotFoundError } from '@backstage/errors';
import { TeamDirectory, teamKey } from '@plumbline/gitops-lookup';
import { TeamFact } from '@plumbline/gitops-reader';
import {
  CoveragePage,
  CoverageQuery,
  HistoryPage,
  HistoryQuery,
  TeamsPage,
  TeamsQuery,
  TeamView,
  ThingsPage,
  ThingsQuery,
  UnsettledThing,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { DatabaseIndex } from '../index/DatabaseIndex';
import { storable } from '../index/rows';
import { pendingNotes } from './changeNotes';
import { TeamCountsRow } from './countTeams';
import { pageOfCoverage } from './coverage';
import { pageOfHistory } from './history';
import { codeownersOf, neighboursOf } from './neighbours';
import { findTeam, pageOfTeams, viewOfTeam } from './pageOfTeams';
import { FoundThing, pageOfOwned, pageOfUnsettled } from './pageOfThings';
import { codeownersMark, fixesFor, suggestOwners } from './suggest';
import { TeamFilter } from './teamFilter';

/** A team, as rules decide about it: all marks that mean it. */
export interface TeamResource {
  ref: string;
  keys: string[];
}

/** Answers from what the worker wrote. A filter is the part that somebody may see. */
export class DatabaseOwnership {
  readonly #reader: Knex;
  readonly #now: () => Date;

  constructor(reader: Knex, now: () => Date) {
    this.#reader = reader;
    this.#now = now;
  }

  async teams(query: TeamsQuery, filter?: TeamFilter): Promise<TeamsPage> {
    return {
      ...(await pageOfTeams(this.#reader, query, filter)),
      pending: await pendingNotes(this.#reader),
    };
  }

  /** The team that a mark means, undefined when nothing names it. */
  async resource(mark: string): Promise<TeamResource | undefined> {
    const row = await findTeam(this.#reader, mark);
    if (!row) {
      return undefined;
    }
    const index = new DatabaseIndex(this.#reader);
    const described = await index.teams([row.key]);
    return {
      ref: row.ref,
      keys: [
        row.key,
        ...described
          .filter(({ ref }) => ref === row.ref)
          .flatMap(({ aliases }) => aliases.map(teamKey)),
      ],
    };
  }

  async team(mark: string): Promise<TeamView> {
    return {
      ...(await viewOfTeam(this.#reader, await this.#row(mark), this.#now())),
      pending: await pendingNotes(this.#reader),
    };
  }

  async owned(mark: string, query: ThingsQuery): Promise<ThingsPage> {
    const { ref } = await this.#row(mark);
    return {
      ...(await pageOfOwned(this.#reader, ref, query)),
      pending: await pendingNotes(this.#reader),
    };
  }

  async unsettled(
    what: 'unowned' | 'contested',
    query: ThingsQuery,
    filter?: TeamFilter,
  ): Promise<ThingsPage<UnsettledThing>> {
    const reader = this.#reader;
    const { items, ...page } = await pageOfUnsettled(
      reader,
      what,
      query,
      filter,
    );
    return {
      ...page,
      items: await this.#withSuggestions(items),
      pending: await pendingNotes(reader),
      ...(filter && what === 'contested' && { restricted: true }),
    };
  }

  async history(
    query: HistoryQuery,
    filter?: TeamFilter,
  ): Promise<HistoryPage> {
    return await pageOfHistory(this.#reader, query, filter);
  }

  async coverage(
    query: CoverageQuery,
    filter?: TeamFilter,
  ): Promise<CoveragePage> {
    return {
      ...(await pageOfCoverage(this.#reader, query, filter, this.#now())),
      pending: await pendingNotes(this.#reader),
    };
  }

  async #row(mark: string): Promise<TeamCountsRow> {
    const row = await findTeam(this.#reader, mark);
    if (!row) {
      throw new NotFoundError(
        `Nothing names a team ${mark.slice(0, 200)}, and no directory describes it`,
      );
    }
    return row;
  }

  async #withSuggestions(items: FoundThing[]): Promise<UnsettledThing[]> {
    const reader = this.#reader;
    const suggested = [];
    for (const item of items) {
      const suggestions = suggestOwners(
        item.thing,
        await neighboursOf(reader, item),
      );
      suggested.push({ ...item, suggestions });
    }
    const files = await codeownersOf(
      reader,
      items.flatMap(({ thing }) => thing.location?.repository ?? []),
    );
    const directory = await this.#directory(
      suggested.flatMap(({ thing, suggestions }) => [
        ...thing.owners.map(owner => owner.team),
        ...suggestions.map(({ team }) => team),
      ]),
    );
    return suggested.map(({ thing, suggestions }) => {
      const team = thing.owners[0]?.team ?? suggestions[0]?.team;
      const repository = thing.location?.repository;
      const codeowners =
        repository === undefined ? undefined : files.get(repository);
      return {
        ...thing,
        suggestions,
        fixes:
          team === undefined
            ? []
            : fixesFor(
                thing,
                team,
                repository !== undefined && files.has(repository)
                  ? {
                      ...(codeowners !== undefined && { codeowners }),
                      mark: codeownersMark(
                        team,
                        directory.get(team)?.aliases ?? [],
                        repository,
                      ),
                    }
                  : undefined,
              ),
      };
    });
  }

  async #directory(refs: string[]): Promise<TeamDirectory> {
    const keys = [...new Set(refs.map(ref => storable(teamKey(ref))))];
    const teams: TeamFact[] =
      keys.length > 0 ? await new DatabaseIndex(this.#reader).teams(keys) : [];
    return new TeamDirectory(teams);
  }
}
