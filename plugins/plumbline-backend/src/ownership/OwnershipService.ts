import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  CoveragePage,
  CoverageQuery,
  EntityQuery,
  EntityThingsQuery,
  EntityView,
  HistoryPage,
  HistoryQuery,
  RuleCommitsPage,
  RuleCommitsQuery,
  TeamsPage,
  TeamsQuery,
  TeamView,
  ThingsPage,
  ThingsQuery,
  UnsettledThing,
} from '@plumbline/plugin-plumbline-common';

export interface OwnershipOptions {
  credentials: BackstageCredentials;
}

/** Who owns what, browsed, by whomever. */
export interface OwnershipService {
  teams(query: TeamsQuery, options: OwnershipOptions): Promise<TeamsPage>;
  team(ref: string, options: OwnershipOptions): Promise<TeamView>;
  owned(
    ref: string,
    query: ThingsQuery,
    options: OwnershipOptions,
  ): Promise<ThingsPage>;
  entity(
    ref: string,
    query: EntityQuery,
    options: OwnershipOptions,
  ): Promise<EntityView>;
  entityThings(
    ref: string,
    query: EntityThingsQuery,
    options: OwnershipOptions,
  ): Promise<ThingsPage>;
  unowned(
    query: ThingsQuery,
    options: OwnershipOptions,
  ): Promise<ThingsPage<UnsettledThing>>;
  contested(
    query: ThingsQuery,
    options: OwnershipOptions,
  ): Promise<ThingsPage<UnsettledThing>>;
  history(query: HistoryQuery, options: OwnershipOptions): Promise<HistoryPage>;
  ruleCommits(
    ref: string,
    query: RuleCommitsQuery,
    options: OwnershipOptions,
  ): Promise<RuleCommitsPage>;
  coverage(
    query: CoverageQuery,
    options: OwnershipOptions,
  ): Promise<CoveragePage>;
}
