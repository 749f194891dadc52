import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  AlertDelivery,
  AlertReceiver,
  AlertRejection,
  AlertRequest,
  parseJsonBody,
  verifyHmac,
} from '@plumbline/plugin-plumbline-node';
import { z } from 'zod';
import { alertsOfIncident } from './alertsOfIncident';
import { Incident, incidentSchema, webhookSchema } from './incident';
import { PagerDutyApi } from './PagerDutyApi';

const KEY = 'plumbline.alerts.pagerduty';

/** Webhooks (v3) of PagerDuty. They name an incident; its alerts are fetched afterwards. */
export class PagerDutyReceiver implements AlertReceiver {
  readonly id = 'pagerduty';
  readonly #secrets: string[];
  readonly #api: PagerDutyApi | undefined;
  readonly note: AlertReceiver['note'];

  private constructor(
    secrets: string[],
    api: PagerDutyApi | undefined,
    notes: { from: string; always: boolean } | undefined,
  ) {
    this.#secrets = secrets;
    this.#api = api;
    this.note = api &&
      notes && {
        always: notes.always,
        write: ({ id }, text, options) =>
          api.note(id, text, { ...options, from: notes.from }),
      };
  }

  /** `undefined` when it is not set up, or would have to believe anybody. */
  static fromConfig(
    config: RootConfigService,
    { logger }: { logger: LoggerService },
  ): PagerDutyReceiver | undefined {
    const block = config.getOptionalConfig(KEY);
    if (!block) {
      return undefined;
    }
    const secrets = block.getOptionalStringArray('secrets') ?? [];
    if (secrets.length === 0) {
      logger.warn(
        `${KEY} has no secrets: incidents of PagerDuty are not taken.`,
      );
      return undefined;
    }
    const notes = block.getOptionalConfig('notes');
    return new PagerDutyReceiver(
      secrets,
      PagerDutyApi.fromConfig(block),
      notes && {
        from: notes.getString('from'),
        always: notes.getOptionalBoolean('always') ?? false,
      },
    );
  }

  /** Two secrets are valid while one takes the place of the other, and PagerDuty signs with both. */
  verify({ body, headers }: AlertRequest): AlertRejection | undefined {
    const header = headers['x-pagerduty-signature'];
    if (!header) {
      return { reason: 'signature', message: 'The request is not signed' };
    }
    const valid = verifyHmac({
      secrets: this.#secrets,
      payload: [body],
      signatures: header
        .split(',')
        .flatMap(part => /^\s*v1=([0-9a-fA-F]+)\s*$/.exec(part)?.[1] ?? []),
      encoding: 'hex',
    });
    return valid
      ? undefined
      : { reason: 'signature', message: 'The signature is a wrong one' };
  }

  /** Deliveries are told by the id of the event: headers are not signed. */
  read({ body }: AlertRequest): AlertDelivery {
    const parsed = webhookSchema.safeParse(parseJsonBody(body));
    if (!parsed.success) {
      throw new InputError('The body is no event of a webhook of version 3');
    }
    const { id } = parsed.data.event;
    const incident = incidentOf(parsed.data);
    if (!incident) {
      return { ...(id && { id }), alerts: [] };
    }
    return {
      ...(id && { id }),
      ...endedBy(incident),
      ...(this.#api
        ? { alerts: [], followUps: [incident] }
        : { alerts: alertsOfIncident(incident, []) }),
    };
  }

  async fetch(
    followUp: object,
    { signal }: { signal: AbortSignal },
  ): Promise<AlertDelivery> {
    const incident = incidentSchema.parse(followUp);
    const alerts = await this.#api?.alertsOf(incident.id, { signal });
    return {
      ...endedBy(incident),
      alerts: alertsOfIncident(incident, alerts ?? []),
    };
  }
}

/** However its alerts were known: by themselves, or as the incident. */
function endedBy({ id, resolved }: Incident): Pick<AlertDelivery, 'ended'> {
  return resolved ? { ended: [id] } : {};
}

/** The incident of an event that begins or ends one. Other events change nothing that is known. */
function incidentOf({
  event,
}: z.infer<typeof webhookSchema>): Incident | undefined {
  const { event_type: type, data } = event;
  if (!/^incident\.(triggered|reopened|resolved)$/.test(type) || !data) {
    return undefined;
  }
  return {
    id: data.id,
    title: data.title,
    resolved: type === 'incident.resolved',
    reopened: type === 'incident.reopened',
    createdAt: data.created_at,
    url: data.html_url,
    urgency: data.urgency,
    teams: data.teams.flatMap(({ summary }) => summary ?? []),
    service: data.service?.summary,
  };
}
