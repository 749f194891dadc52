import {
  CoveragePage,
  CoverageQuery,
  EntityQuery,
  EntityThingsQuery,
  EntityView,
  HistoryPage,
  HistoryQuery,
  OwnershipApi,
  RuleCommitsPage,
  RuleCommitsQuery,
  TeamsPage,
  TeamsQuery,
  TeamView,
  ThingsPage,
  ThingsQuery,
  UnsettledThing,
} from './ownership';
import { ClientOptions, createRequest, paramsOf } from './request';

/**
 * Asks the Plumbline backend who owns what.
 *
 * @public
 */
export class OwnershipClient implements OwnershipApi {
  readonly #request: ReturnType<typeof createRequest>;

  constructor(options: ClientOptions) {
    this.#request = createRequest(options);
  }

  async teams(query: TeamsQuery): Promise<TeamsPage> {
    return (await this.#request(`/v1/teams?${paramsOf(query)}`)).json();
  }

  async team(ref: string): Promise<TeamView> {
    return (await this.#request(`/v1/teams/${encodeURIComponent(ref)}`)).json();
  }

  async owned(ref: string, query: ThingsQuery): Promise<ThingsPage> {
    return (
      await this.#request(
        `/v1/teams/${encodeURIComponent(ref)}/owned?${paramsOf(query)}`,
      )
    ).json();
  }

  async entity(ref: string, query: EntityQuery): Promise<EntityView> {
    return (
      await this.#request(
        `/v1/entities/${encodeURIComponent(ref)}?${paramsOf(query)}`,
      )
    ).json();
  }

  async entityThings(
    ref: string,
    query: EntityThingsQuery,
  ): Promise<ThingsPage> {
    return (
      await this.#request(
        `/v1/entities/${encodeURIComponent(ref)}/things?${paramsOf(query)}`,
      )
    ).json();
  }

  async unowned(query: ThingsQuery): Promise<ThingsPage<UnsettledThing>> {
    return (await this.#request(`/v1/unowned?${paramsOf(query)}`)).json();
  }

  async contested(query: ThingsQuery): Promise<ThingsPage<UnsettledThing>> {
    return (await this.#request(`/v1/contested?${paramsOf(query)}`)).json();
  }

  async history(query: HistoryQuery): Promise<HistoryPage> {
    return (
      await this.#request(`/v1/ownership-history?${paramsOf(query)}`)
    ).json();
  }

  async ruleCommits(
    ref: string,
    query: RuleCommitsQuery,
  ): Promise<RuleCommitsPage> {
    return (
      await this.#request(
        `/v1/teams/${encodeURIComponent(ref)}/rule-commits?${paramsOf(query)}`,
      )
    ).json();
  }

  async coverage(query: CoverageQuery): Promise<CoveragePage> {
    return (await this.#request(`/v1/coverage?${paramsOf(query)}`)).json();
  }
}
