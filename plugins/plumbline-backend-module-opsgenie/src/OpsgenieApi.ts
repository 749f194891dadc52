import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { requestJson } from '@plumbline/plugin-plumbline-node';
import { z } from 'zod';
import { ScheduleOnCall } from './onCall';

const DEFAULT_URL = 'https://api.opsgenie.com';

const text = z.string().min(1);

const schedulesSchema = z.object({
  data: z.array(
    z.object({
      id: text,
      name: text,
      enabled: z.boolean().optional(),
      ownerTeam: z.object({ name: text }).optional().catch(undefined),
    }),
  ),
});

const onCallsSchema = z.object({
  data: z.array(
    z.object({
      _parent: z.object({ id: text }),
      // Absent is not the same as nobody.
      onCallRecipients: z.array(text),
    }),
  ),
});

/** The schedules of Opsgenie. */
export class OpsgenieApi {
  readonly #url: string;
  readonly #key: string;

  private constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  /** `undefined` without a key to ask with. */
  static fromConfig(config: Config): OpsgenieApi | undefined {
    const key = config.getOptionalString('apiKey');
    const url = config.getOptionalString('apiUrl') ?? DEFAULT_URL;
    return key ? new OpsgenieApi(url.replace(/\/+$/, ''), key) : undefined;
  }

  /** All schedules with who is on call by them. Throws rather than to leave somebody out. */
  async onCalls({
    signal,
  }: {
    signal: AbortSignal;
  }): Promise<ScheduleOnCall[]> {
    const schedules = schedulesSchema.safeParse(
      await this.#get('/v2/schedules', signal),
    );
    const onCalls = onCallsSchema.safeParse(
      await this.#get('/v2/schedules/on-calls?flat=true', signal),
    );
    if (!schedules.success || !onCalls.success) {
      throw new InputError(
        'Opsgenie did not answer with its schedules and who is on call',
      );
    }
    const people = new Map(
      onCalls.data.data.map(({ _parent, onCallRecipients }) => [
        _parent.id,
        onCallRecipients,
      ]),
    );
    return schedules.data.data
      .filter(({ enabled }) => enabled !== false)
      .map(({ id, name, ownerTeam }) => ({
        id,
        name,
        ...(ownerTeam && { team: ownerTeam.name }),
        // A recipient is the user name, which is an e-mail address.
        people: (people.get(id) ?? []).map(person => ({
          person,
          ...(person.includes('@') && { contact: person }),
        })),
      }));
  }

  async #get(path: string, signal: AbortSignal): Promise<unknown> {
    return await requestJson(`${this.#url}${path}`, {
      headers: {
        accept: 'application/json',
        authorization: `GenieKey ${this.#key}`,
      },
      signal,
    });
  }
}
