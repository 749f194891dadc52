import {
  OwnershipApi,
  TeamsPage,
  TeamSummary,
} from '@plumbline/plugin-plumbline-common';

const counts = {
  services: 0,
  workloads: 0,
  namespaces: 0,
  paths: 0,
  repositories: 0,
  clusters: 0,
  contested: 0,
  findings: 0,
};

/**
 * Teams as they are, in one page.
 *
 * @public
 */
export class FakeTeamsApi implements Pick<OwnershipApi, 'teams'> {
  readonly #teams: Omit<TeamSummary, 'counts'>[];

  constructor(teams: Omit<TeamSummary, 'counts'>[] = []) {
    this.#teams = teams;
  }

  async teams(): Promise<TeamsPage> {
    return {
      items: this.#teams.map(team => ({ ...team, counts })),
      totalItems: this.#teams.length,
      pending: 0,
    };
  }
}
