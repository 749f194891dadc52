import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { ConditionTransformer } from '@backstage/plugin-permission-node';
import {
  CoveragePage,
  CoverageQuery,
  EntityQuery,
  EntityThingsQuery,
  EntityView,
  HistoryPage,
  HistoryQuery,
  plumblineReadPermission,
  plumblineTeamReadPermission,
  RuleCommitsPage,
  RuleCommitsQuery,
  TeamsPage,
  TeamsQuery,
  TeamView,
  ThingsPage,
  ThingsQuery,
  UnsettledThing,
} from '@plumbline/plugin-plumbline-common';
import { requirePermission } from '../api/requirePermission';
import { DatabaseOwnership, TeamResource } from './DatabaseOwnership';
import { OwnershipOptions, OwnershipService } from './OwnershipService';
import { MarkFilter, TeamQuery } from './teamFilter';

export interface AuthorizedOwnershipOptions {
  ownership: DatabaseOwnership;
  permissions: PermissionsService;
  transform: ConditionTransformer<TeamQuery>;
  authorize: (decision: PolicyDecision, team: TeamResource) => boolean;
}

const DENIED = `Needs the permission ${plumblineTeamReadPermission.name}`;

/** The only door to what teams own: asks for permission before anything else happens, and shows no more than it permits. */
export class AuthorizedOwnership implements OwnershipService {
  readonly #options: AuthorizedOwnershipOptions;

  constructor(options: AuthorizedOwnershipOptions) {
    this.#options = options;
  }

  async teams(
    query: TeamsQuery,
    options: OwnershipOptions,
  ): Promise<TeamsPage> {
    const filter = await this.#filter(options);
    return await this.#options.ownership.teams(query, filter);
  }

  async team(ref: string, options: OwnershipOptions): Promise<TeamView> {
    await this.#requireTeam(ref, options);
    return await this.#options.ownership.team(ref);
  }

  async owned(
    ref: string,
    query: ThingsQuery,
    options: OwnershipOptions,
  ): Promise<ThingsPage> {
    await this.#requireTeam(ref, options);
    return await this.#options.ownership.owned(ref, query);
  }

  async entity(
    ref: string,
    query: EntityQuery,
    options: OwnershipOptions,
  ): Promise<EntityView> {
    const filter = await this.#filter(options);
    return await this.#options.ownership.entity(ref, query, filter);
  }

  async entityThings(
    ref: string,
    query: EntityThingsQuery,
    options: OwnershipOptions,
  ): Promise<ThingsPage> {
    const filter = await this.#filter(options);
    return await this.#options.ownership.entityThings(ref, query, filter);
  }

  async unowned(
    query: ThingsQuery,
    options: OwnershipOptions,
  ): Promise<ThingsPage<UnsettledThing>> {
    const filter = await this.#filter(options);
    return await this.#options.ownership.unsettled('unowned', query, filter);
  }

  async contested(
    query: ThingsQuery,
    options: OwnershipOptions,
  ): Promise<ThingsPage<UnsettledThing>> {
    const filter = await this.#filter(options);
    return await this.#options.ownership.unsettled('contested', query, filter);
  }

  async history(
    query: HistoryQuery,
    options: OwnershipOptions,
  ): Promise<HistoryPage> {
    const filter = await this.#filter(options);
    return await this.#options.ownership.history(query, filter);
  }

  async ruleCommits(
    ref: string,
    query: RuleCommitsQuery,
    options: OwnershipOptions,
  ): Promise<RuleCommitsPage> {
    await this.#requireTeam(ref, options);
    return await this.#options.ownership.ruleCommits(ref, query);
  }

  async coverage(
    query: CoverageQuery,
    options: OwnershipOptions,
  ): Promise<CoveragePage> {
    const filter = await this.#filter(options);
    return await this.#options.ownership.coverage(query, filter);
  }

  /** The teams that somebody may see; undefined for all. Throws when that is none whatsoever. */
  async #filter({
    credentials,
  }: OwnershipOptions): Promise<MarkFilter | undefined> {
    const decision = await this.#decide(credentials);
    if (decision.result === AuthorizeResult.CONDITIONAL) {
      return this.#options.transform(decision.conditions);
    }
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(DENIED);
    }
    return undefined;
  }

  async #requireTeam(
    ref: string,
    { credentials }: OwnershipOptions,
  ): Promise<void> {
    const decision = await this.#decide(credentials);
    if (decision.result === AuthorizeResult.ALLOW) {
      return;
    }
    const resource =
      decision.result === AuthorizeResult.CONDITIONAL
        ? await this.#options.ownership.resource(ref)
        : undefined;
    if (!resource || !this.#options.authorize(decision, resource)) {
      throw new NotAllowedError(`${DENIED} for this team`);
    }
  }

  async #decide(credentials: BackstageCredentials) {
    const { permissions } = this.#options;
    await requirePermission(permissions, plumblineReadPermission, {
      credentials,
    });
    const [decision] = await permissions.authorizeConditional(
      [{ permission: plumblineTeamReadPermission }],
      { credentials },
    );
    return decision;
  }
}
