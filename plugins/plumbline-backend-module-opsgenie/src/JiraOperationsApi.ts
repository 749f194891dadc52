import { Config } from '@backstage/config';
import { InputError, ResponseError } from '@backstage/errors';
import { z } from 'zod';
import { ScheduleOnCall } from './onCall';

const DEFAULT_URL = 'https://api.atlassian.com';
const PAGE = 50;
const MOST_PAGES = 40;

const text = z.string().min(1);

const pageSchema = z.object({
  values: z.array(
    z.object({ id: text, name: text, enabled: z.boolean().optional() }),
  ),
});

const onCallSchema = z.object({ onCallUsers: z.array(text) });

const userSchema = z.object({
  displayName: text.optional().catch(undefined),
  emailAddress: text.optional().catch(undefined),
});

/** The schedules of Jira Service Management: its operations tell account ids, Jira tells whose they are. */
export class JiraOperationsApi {
  readonly #operations: string;
  readonly #jira: string;
  readonly #authorization: string;

  private constructor(url: string, cloudId: string, credentials: string) {
    const cloud = encodeURIComponent(cloudId);
    this.#operations = `${url}/jsm/ops/api/${cloud}/v1`;
    this.#jira = `${url}/ex/jira/${cloud}/rest/api/3`;
    this.#authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  }

  /** `undefined` without a site, or an account to ask with. */
  static fromConfig(config: Config): JiraOperationsApi | undefined {
    const cloudId = config.getOptionalString('cloudId');
    const email = config.getOptionalString('email');
    const token = config.getOptionalString('apiToken');
    const url = config.getOptionalString('apiUrl') ?? DEFAULT_URL;
    return cloudId && email && token
      ? new JiraOperationsApi(
          url.replace(/\/+$/, ''),
          cloudId,
          `${email}:${token}`,
        )
      : undefined;
  }

  /** All schedules with who is on call by them. Throws rather than to leave somebody out. */
  async onCalls({
    signal,
  }: {
    signal: AbortSignal;
  }): Promise<ScheduleOnCall[]> {
    const schedules = await this.#schedules(signal);
    const people = new Map<string, ScheduleOnCall['people'][number]>();
    const found: ScheduleOnCall[] = [];
    for (const { id, name } of schedules) {
      const { onCallUsers } = read(
        onCallSchema,
        await this.#get(
          `${this.#operations}/schedules/${encodeURIComponent(id)}/on-calls?flat=true`,
          signal,
        ),
      );
      for (const account of onCallUsers) {
        if (!people.has(account)) {
          people.set(account, await this.#person(account, signal));
        }
      }
      found.push({
        id,
        name,
        people: onCallUsers.flatMap(account => people.get(account) ?? []),
      });
    }
    return found;
  }

  async #schedules(
    signal: AbortSignal,
  ): Promise<{ id: string; name: string }[]> {
    const schedules: { id: string; name: string }[] = [];
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { values } = read(
        pageSchema,
        await this.#get(
          `${this.#operations}/schedules?size=${PAGE}&offset=${page * PAGE}`,
          signal,
        ),
      );
      schedules.push(...values.filter(({ enabled }) => enabled !== false));
      if (values.length < PAGE) {
        return schedules;
      }
    }
    throw new InputError(
      'Jira Service Management lists more schedules than can be read',
    );
  }

  /** An address is told to those alone whom the person lets see it. */
  async #person(
    account: string,
    signal: AbortSignal,
  ): Promise<ScheduleOnCall['people'][number]> {
    const { displayName, emailAddress } = read(
      userSchema,
      await this.#get(
        `${this.#jira}/user?accountId=${encodeURIComponent(account)}`,
        signal,
      ),
    );
    return {
      person: displayName ?? account,
      ...(emailAddress && { contact: emailAddress }),
    };
  }

  async #get(url: string, signal: AbortSignal): Promise<unknown> {
    const response = await fetch(url, {
      redirect: 'error',
      signal,
      headers: {
        accept: 'application/json',
        authorization: this.#authorization,
      },
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return await response.json();
  }
}

function read<T extends z.ZodTypeAny>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw new InputError(
      'Jira Service Management did not answer with its schedules and who is on call',
    );
  }
  return parsed.data;
}
