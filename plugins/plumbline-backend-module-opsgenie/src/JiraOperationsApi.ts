import { Config } from '@backstage/config';
import { InputError, ResponseError } from '@backstage/errors';
import { requestJson } from '@plumbline/plugin-plumbline-node';
import { z } from 'zod';
import { ScheduleOnCall } from './onCall';

const DEFAULT_URL = 'https://api.atlassian.com';
const PAGE = 50;
const MOST_PAGES = 40;
/** So many questions are asked at the same time. */
const AT_ONCE = 5;

const text = z.string().min(1);

const pageSchema = z.object({
  values: z.array(
    z.object({ id: text, name: text, enabled: z.boolean().optional() }),
  ),
  links: z.object({ next: text.optional() }).optional().catch(undefined),
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
    const onCalls = await someAtOnce(schedules, async ({ id, name }) => ({
      id,
      name,
      accounts: read(
        onCallSchema,
        await this.#get(
          `${this.#operations}/schedules/${encodeURIComponent(id)}/on-calls?flat=true`,
          signal,
        ),
      ).onCallUsers,
    }));
    const accounts = new Set(onCalls.flatMap(onCall => onCall.accounts));
    const people = new Map(
      await someAtOnce(
        [...accounts],
        async account =>
          [account, await this.#person(account, signal)] as const,
      ),
    );
    return onCalls.map(({ id, name, accounts: mine }) => ({
      id,
      name,
      people: mine.flatMap(account => people.get(account) ?? []),
    }));
  }

  async #schedules(
    signal: AbortSignal,
  ): Promise<{ id: string; name: string }[]> {
    const schedules: { id: string; name: string }[] = [];
    let offset = 0;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { values, links } = read(
        pageSchema,
        await this.#get(
          `${this.#operations}/schedules?size=${PAGE}&offset=${offset}`,
          signal,
        ),
      );
      schedules.push(...values.filter(({ enabled }) => enabled !== false));
      offset += values.length;
      // A page may be shorter than it was asked to be, with more behind it.
      const more = links?.next !== undefined || values.length >= PAGE;
      if (!more || values.length === 0) {
        return schedules;
      }
    }
    throw new InputError(
      'Jira Service Management lists more schedules than can be read',
    );
  }

  /** An address is told to those alone whom the person lets see it; of who left the site, or is hidden, only the account is known. */
  async #person(
    account: string,
    signal: AbortSignal,
  ): Promise<ScheduleOnCall['people'][number]> {
    const { displayName, emailAddress } = read(
      userSchema,
      await this.#get(
        `${this.#jira}/user?accountId=${encodeURIComponent(account)}`,
        signal,
      ).catch((error: unknown) => {
        if (isHidden(error)) {
          return {};
        }
        throw error;
      }),
    );
    return {
      person: displayName ?? account,
      ...(emailAddress && { contact: emailAddress }),
    };
  }

  async #get(url: string, signal: AbortSignal): Promise<unknown> {
    return await requestJson(url, {
      headers: {
        accept: 'application/json',
        authorization: this.#authorization,
      },
      signal,
    });
  }
}

function isHidden(error: unknown): boolean {
  return (
    error instanceof ResponseError && [403, 404].includes(error.statusCode)
  );
}

async function someAtOnce<T, R>(
  items: T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    done.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  }
  return done;
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
