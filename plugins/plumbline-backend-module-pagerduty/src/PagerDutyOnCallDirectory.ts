import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  OnCallAnswer,
  OnCallDirectory,
} from '@plumbline/plugin-plumbline-node';
import { TeamMapping, teamsSchema, toEntries, withoutAnybody } from './onCall';
import { PagerDutyApi } from './PagerDutyApi';

const KEY = 'plumbline.onCall.pagerduty';
const ALERTS_KEY = 'plumbline.alerts.pagerduty';

/** Asks PagerDuty who is on call. */
export class PagerDutyOnCallDirectory implements OnCallDirectory {
  readonly id = 'pagerduty';
  readonly #api: PagerDutyApi;
  readonly #mapping: TeamMapping;

  private constructor(api: PagerDutyApi, mapping: TeamMapping) {
    this.#api = api;
    this.#mapping = mapping;
  }

  /** `undefined` when it is not set up, or has no token to ask with. */
  static fromConfig(
    config: RootConfigService,
    { logger }: { logger: LoggerService },
  ): PagerDutyOnCallDirectory | undefined {
    const block = config.getOptionalConfig(KEY);
    if (!block) {
      return undefined;
    }
    const alerts = config.getOptionalConfig(ALERTS_KEY);
    const api =
      PagerDutyApi.fromConfig(block) ??
      (alerts && PagerDutyApi.fromConfig(alerts));
    if (!api) {
      logger.warn(
        `Neither ${KEY} nor ${ALERTS_KEY} has an apiToken: PagerDuty is not asked who is on call.`,
      );
      return undefined;
    }
    const mapping = teamsSchema.safeParse(block.getOptional('teams') ?? {});
    if (!mapping.success) {
      throw new InputError(
        `${KEY}.teams: each team needs an escalationPolicy or a schedule`,
      );
    }
    return new PagerDutyOnCallDirectory(api, mapping.data);
  }

  async onCall({
    teams,
    signal,
  }: Parameters<OnCallDirectory['onCall']>[0]): Promise<OnCallAnswer> {
    const onCalls = await this.#api.onCalls({ signal });
    const unknown: NonNullable<OnCallAnswer['unknown']> = [];
    for (const meant of withoutAnybody(onCalls, this.#mapping)) {
      const { team, what, name } = meant;
      if (!(await this.#api.has(meant, { signal }))) {
        // Nobody would seem to be on call for it.
        unknown.push({
          team,
          problem: `The configuration gives the team ${team} the ${what} ${name}, but PagerDuty has none that is called so`,
        });
      }
    }
    const entries = toEntries(onCalls, this.#mapping, teams);
    return { entries, ...(unknown.length > 0 && { unknown }) };
  }
}
