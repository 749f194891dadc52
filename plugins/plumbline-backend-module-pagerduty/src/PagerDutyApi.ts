import { Config } from '@backstage/config';
import { InputError, ResponseError } from '@backstage/errors';
import { BoundedRequest, requestJson } from '@plumbline/plugin-plumbline-node';
import { z } from 'zod';
import { isCalled, Meant, onCallSchema, PagerDutyOnCall } from './onCall';

const DEFAULT_URL = 'https://api.pagerduty.com';
const PAGE = 100;
/** PagerDuty takes at most a thousand alerts into one incident. */
const MOST_PAGES = 10;
/** PagerDuty lists no more than ten thousand of anything. */
const MOST_ON_CALL_PAGES = 100;
/** What a note may hold. */
const LONGEST_NOTE = 25_000;

const pageSchema = z.object({
  alerts: z.array(z.unknown()),
  more: z.boolean().optional(),
});

const namedSchema = z.array(
  z.object({
    id: z.string(),
    summary: z.string().optional().catch(undefined),
  }),
);

const namedPageSchema = z.object({
  escalation_policies: namedSchema.optional(),
  schedules: namedSchema.optional(),
  more: z.boolean(),
});

const onCallPageSchema = z.object({
  oncalls: z.array(onCallSchema),
  more: z.boolean(),
});

/** The few things that are asked of PagerDuty. */
export class PagerDutyApi {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** `undefined` without a token: then nothing but the webhook is known of an incident. */
  static fromConfig(config: Config): PagerDutyApi | undefined {
    const token = config.getOptionalString('apiToken');
    const url = config.getOptionalString('apiUrl') ?? DEFAULT_URL;
    return token ? new PagerDutyApi(url.replace(/\/+$/, ''), token) : undefined;
  }

  /** All alerts of an incident; none when there is no such incident any more. */
  async alertsOf(
    incident: string,
    { signal }: { signal: AbortSignal },
  ): Promise<unknown[]> {
    const alerts: unknown[] = [];
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const body = await this.#find(
        `/incidents/${incident}/alerts?limit=${PAGE}&offset=${page * PAGE}`,
        { signal },
      );
      if (body === undefined) {
        return [];
      }
      const read = pageSchema.safeParse(body);
      if (!read.success) {
        throw new InputError('PagerDuty did not answer with a list of alerts');
      }
      alerts.push(...read.data.alerts);
      if (!read.data.more) {
        break;
      }
    }
    return alerts;
  }

  /** Everybody who is on call now, with their escalation policies. Throws rather than to leave somebody out. */
  async onCalls({
    signal,
  }: {
    signal: AbortSignal;
  }): Promise<PagerDutyOnCall[]> {
    const onCalls: PagerDutyOnCall[] = [];
    for (let page = 0; page < MOST_ON_CALL_PAGES; page += 1) {
      const query = new URLSearchParams([
        ['earliest', 'true'],
        ['include[]', 'escalation_policies'],
        ['include[]', 'users'],
        ['time_zone', 'UTC'],
        ['limit', String(PAGE)],
        ['offset', String(page * PAGE)],
      ]);
      const read = onCallPageSchema.safeParse(
        await this.#request(`/oncalls?${query}`, { signal }),
      );
      if (!read.success) {
        throw new InputError(
          'PagerDuty did not answer with a list of who is on call',
        );
      }
      onCalls.push(...read.data.oncalls);
      if (!read.data.more) {
        return onCalls;
      }
    }
    throw new InputError(
      'PagerDuty lists more people on call than can be read',
    );
  }

  /** Whether there is a policy or schedule with this id or name, whoever is on call by it. */
  async has(
    { what, name }: Pick<Meant, 'what' | 'name'>,
    { signal }: { signal: AbortSignal },
  ): Promise<boolean> {
    const kind = what === 'schedule' ? 'schedules' : 'escalation_policies';
    for (let page = 0; page < MOST_ON_CALL_PAGES; page += 1) {
      const query = new URLSearchParams([
        ['query', name],
        ['limit', String(PAGE)],
        ['offset', String(page * PAGE)],
      ]);
      const read = namedPageSchema.safeParse(
        await this.#request(`/${kind}?${query}`, { signal }),
      );
      const named = read.data?.[kind];
      if (!read.success || !named) {
        throw new InputError(
          `PagerDuty did not answer with a list of what is called ${name}`,
        );
      }
      if (named.some(thing => isCalled(thing, name))) {
        return true;
      }
      if (!read.data.more) {
        break;
      }
    }
    const one = await this.#find(`/${kind}/${encodeURIComponent(name)}`, {
      signal,
    });
    return one !== undefined;
  }

  async note(
    incident: string,
    text: string,
    { signal, from }: { signal: AbortSignal; from: string },
  ): Promise<void> {
    await this.#request(`/incidents/${encodeURIComponent(incident)}/notes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', from },
      body: JSON.stringify({
        note: { content: text.slice(0, LONGEST_NOTE) },
      }),
      signal,
    });
  }

  /** `undefined` where there is no such thing. */
  async #find(path: string, request: BoundedRequest): Promise<unknown> {
    try {
      return await this.#request(path, request);
    } catch (error) {
      if (error instanceof ResponseError && error.statusCode === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async #request(path: string, request: BoundedRequest): Promise<unknown> {
    return await requestJson(`${this.#url}${path}`, {
      ...request,
      headers: {
        ...request.headers,
        accept: 'application/vnd.pagerduty+json;version=2',
        authorization: `Token token=${this.#token}`,
      },
    });
  }
}
