import { NotFoundError } from '@backstage/errors';
import {
  CoveragePage,
  CoverageQuery,
  EntityQuery,
  EntityThingsQuery,
  EntityView,
  Fix,
  HistoryPage,
  HistoryQuery,
  OwnedThing,
  RuleCommitsPage,
  RuleCommitsQuery,
  TeamOnCall,
  TeamsPage,
  TeamsQuery,
  TeamView,
  ThingsPage,
  ThingsQuery,
  UnsettledThing,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { DatabaseIndex } from '../index/DatabaseIndex';
import { directoryOf, marksOfTeam, TeamMarks } from '../index/teamMarks';
import { pendingNotes } from './derive/changeNotes';
import { TeamCountsRow } from './derive/countTeams';
import { pageOfCoverage } from './pages/coverage';
import { alertsNaming } from './suggest/alertsNaming';
import { scopeOfEntity } from './pages/entityScope';
import {
  codeownersMark,
  fixesFor,
  labelNamespace,
  RepositoryMarks,
} from './suggest/fixes';
import { pageOfRuleCommits } from './git/pageOfRuleCommits';
import { pageOfHistory } from './pages/history';
import { NamespaceGroup } from './pages/namespaceGroups';
import { neighboursOf } from './suggest/neighbours';
import { findTeam, pageOfTeams, viewOfTeam } from './pages/pageOfTeams';
import {
  FoundThing,
  pageOfEntity,
  pageOfOwned,
  pageOfUnsettled,
} from './pages/pageOfThings';
import { storedCodeowners } from './suggest/storedCodeowners';
import { suggestOwners } from './suggest/suggest';
import {
  allows,
  MarkFilter,
  TeamFilter,
  teamsMeant,
  whereSeen,
} from './teamFilter';
import { viewOfEntity } from './pages/viewOfEntity';

/** What rules decide about: a team with all marks that mean it, or all teams that own one thing. */
export interface TeamResource {
  ref: string;
  teams: TeamMarks[];
}

export interface DatabaseOwnershipOptions {
  /** Who is on call for a team, as far as it is known without asking anybody. */
  onCall?: (ref: string) => Promise<TeamOnCall | undefined>;
}

/** Answers from what the worker wrote. A filter is the part that somebody may see. */
export class DatabaseOwnership {
  readonly #reader: Knex;
  readonly #now: () => Date;
  readonly #options: DatabaseOwnershipOptions;

  constructor(
    reader: Knex,
    now: () => Date,
    options: DatabaseOwnershipOptions = {},
  ) {
    this.#reader = reader;
    this.#now = now;
    this.#options = options;
  }

  async teams(query: TeamsQuery, filter?: MarkFilter): Promise<TeamsPage> {
    return {
      ...(await pageOfTeams(this.#reader, query, await this.#seen(filter))),
      pending: await pendingNotes(this.#reader),
    };
  }

  /** The team that a mark means, undefined when nothing names it. */
  async resource(mark: string): Promise<TeamResource | undefined> {
    const row = await findTeam(this.#reader, mark);
    if (!row) {
      return undefined;
    }
    return { ref: row.ref, teams: [await this.#marksOf(row)] };
  }

  async team(mark: string): Promise<TeamView> {
    const row = await this.#row(mark);
    const onCall = await this.#options.onCall?.(row.ref);
    return {
      ...(await viewOfTeam(this.#reader, row, this.#now())),
      ...(onCall && { onCall }),
      pending: await pendingNotes(this.#reader),
    };
  }

  async owned(mark: string, query: ThingsQuery): Promise<ThingsPage> {
    const { ref } = await this.#row(mark);
    return {
      ...(await pageOfOwned(this.#reader, ref, query, this.#now())),
      pending: await pendingNotes(this.#reader),
    };
  }

  /** How what an entity stands for is doing. */
  async entity(
    ref: string,
    { thing }: EntityQuery,
    filter?: MarkFilter,
  ): Promise<EntityView> {
    const things = await this.#thingsOfEntity(ref, thing, filter);
    return {
      ...(await viewOfEntity(this.#reader, things)),
      pending: await pendingNotes(this.#reader),
      ...(filter && { restricted: true }),
    };
  }

  async entityThings(
    ref: string,
    { thing, ...query }: EntityThingsQuery,
    filter?: MarkFilter,
  ): Promise<ThingsPage> {
    const things = await this.#thingsOfEntity(ref, thing, filter);
    return {
      ...(await pageOfEntity(this.#reader, things, query, this.#now())),
      pending: await pendingNotes(this.#reader),
      ...(filter && { restricted: true }),
    };
  }

  async #thingsOfEntity(
    ref: string,
    thing: string | undefined,
    filter: MarkFilter | undefined,
  ): Promise<() => Knex.QueryBuilder> {
    const reader = this.#reader;
    const leave = await scopeOfEntity(reader, { ref, id: thing });
    const seen = await this.#seen(filter);
    return () => {
      const things = reader('ownership_things as t');
      leave(things);
      if (seen) {
        whereSeen(reader, things, seen);
      }
      return things;
    };
  }

  async unsettled(
    what: 'unowned' | 'contested',
    query: ThingsQuery,
    filter?: MarkFilter,
  ): Promise<ThingsPage<UnsettledThing>> {
    const reader = this.#reader;
    const seen = await this.#seen(filter);
    const { items, ...page } = await pageOfUnsettled(
      reader,
      what,
      query,
      seen,
      this.#now(),
    );
    return {
      ...page,
      items: await this.#withSuggestions(items, seen),
      pending: await pendingNotes(reader),
      ...(filter && what === 'contested' && { restricted: true }),
    };
  }

  async history(
    query: HistoryQuery,
    filter?: MarkFilter,
  ): Promise<HistoryPage> {
    return await pageOfHistory(this.#reader, query, await this.#seen(filter));
  }

  async ruleCommits(
    mark: string,
    query: RuleCommitsQuery,
  ): Promise<RuleCommitsPage> {
    const team = await this.#marksOf(await this.#row(mark));
    return await pageOfRuleCommits(this.#reader, team, query);
  }

  async coverage(
    query: CoverageQuery,
    filter?: MarkFilter,
  ): Promise<CoveragePage> {
    return {
      ...(await pageOfCoverage(
        this.#reader,
        query,
        await this.#seen(filter),
        this.#now(),
      )),
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

  async #marksOf({ ref }: TeamCountsRow): Promise<TeamMarks> {
    return await marksOfTeam(new DatabaseIndex(this.#reader), ref);
  }

  /** Teams that somebody may not see are not suggested either. */
  async #withSuggestions(
    items: FoundThing[],
    seen: TeamFilter | undefined,
  ): Promise<UnsettledThing[]> {
    const reader = this.#reader;
    const around = await neighboursOf(reader, items);
    const alerts = await alertsNaming(reader, items);
    const suggested = items.map((item, at) => ({
      ...item,
      suggestions: suggestOwners(
        item.thing,
        { around: around[at], alerts: alerts[at] },
        team => !seen || allows(seen, team),
      ),
    }));
    const files = await storedCodeowners(
      reader,
      items.flatMap(({ thing }) => thing.location?.repository ?? []),
    );
    const directory = await directoryOf(
      new DatabaseIndex(reader),
      suggested.flatMap(({ thing, suggestions }) => [
        ...thing.owners.map(owner => owner.team),
        ...suggestions.map(({ team }) => team),
      ]),
    );
    const marksIn = (
      repository: string | undefined,
      team: string,
    ): RepositoryMarks | undefined => {
      if (repository === undefined || !files.has(repository)) {
        return undefined;
      }
      const codeowners = files.get(repository)?.path;
      const aliases = directory.get(team)?.aliases ?? [];
      return {
        ...(codeowners !== undefined && { codeowners }),
        mark: codeownersMark(team, aliases, repository),
      };
    };
    return suggested.map(({ thing, group, suggestions }) => {
      const team = thing.owners[0]?.team ?? suggestions[0]?.team;
      const fixes =
        team === undefined
          ? []
          : fixesFor(thing, team, marksIn(thing.location?.repository, team));
      return group
        ? { ...thing, ...ofGroup(thing, group, team, fixes), suggestions }
        : { ...thing, suggestions, fixes };
    });
  }

  /** The part that somebody may see, by the refs of teams. */
  async #seen(filter: MarkFilter | undefined): Promise<TeamFilter | undefined> {
    return filter && (await teamsMeant(this.#reader, filter));
  }
}

/** What more there is to a namespace in several clusters, and the change for all of them beside the one where it is declared. */
function ofGroup(
  thing: OwnedThing,
  { undeclared, ...group }: NamespaceGroup,
  team: string | undefined,
  fixes: Fix[],
): Pick<UnsettledThing, 'group' | 'fixes'> {
  const labels = labelNamespace(group.namespace, undeclared, team);
  // A namespace that no repository declares has no other fix than its label.
  const isInstead =
    labels.length > 0 && thing.type === 'namespace' && !thing.location;
  return { group, fixes: [...(isInstead ? [] : fixes), ...labels] };
}
