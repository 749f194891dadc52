import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  OnCallAnswer,
  OnCallDirectory,
} from '@plumbline/plugin-plumbline-node';
import { JiraOperationsApi } from './JiraOperationsApi';
import { ScheduleOnCall, TeamMapping, teamsSchema, toAnswer } from './onCall';
import { OpsgenieApi } from './OpsgenieApi';

interface SchedulesApi {
  onCalls(options: { signal: AbortSignal }): Promise<ScheduleOnCall[]>;
}

const products = [
  {
    id: 'opsgenie',
    key: 'plumbline.onCall.opsgenie',
    api: OpsgenieApi.fromConfig,
    needs: 'an apiKey',
  },
  {
    id: 'jira-service-management',
    key: 'plumbline.onCall.jiraServiceManagement',
    api: JiraOperationsApi.fromConfig,
    needs: 'a cloudId with email and apiToken',
  },
];

/** Asks Opsgenie or Jira Service Management who is on call. */
export class ScheduleDirectory implements OnCallDirectory {
  readonly id: string;
  readonly #api: SchedulesApi;
  readonly #mapping: TeamMapping;

  private constructor(id: string, api: SchedulesApi, mapping: TeamMapping) {
    this.id = id;
    this.#api = api;
    this.#mapping = mapping;
  }

  /** Those that are set up. */
  static fromConfig(
    config: RootConfigService,
    { logger }: { logger: LoggerService },
  ): ScheduleDirectory[] {
    return products.flatMap(({ id, key, api: apiOf, needs }) => {
      const block = config.getOptionalConfig(key);
      if (!block) {
        return [];
      }
      const api = apiOf(block);
      if (!api) {
        logger.warn(`${key} needs ${needs}: it is not asked who is on call.`);
        return [];
      }
      const mapping = teamsSchema.safeParse(block.getOptional('teams') ?? {});
      if (!mapping.success) {
        throw new InputError(`${key}.teams: each team needs a schedule`);
      }
      return [new ScheduleDirectory(id, api, mapping.data)];
    });
  }

  async onCall({
    teams,
    signal,
  }: Parameters<OnCallDirectory['onCall']>[0]): Promise<OnCallAnswer> {
    return toAnswer(await this.#api.onCalls({ signal }), this.#mapping, teams);
  }
}
