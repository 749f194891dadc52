import {
  findAlerts,
  fingerprintOf,
  ReceivedAlert,
} from '@plumbline/plugin-plumbline-node';
import { z } from 'zod';
import { Incident } from './incident';

const optionalText = z.string().min(1).optional().catch(undefined);

const alertSchema = z.object({
  id: z.string().min(1),
  status: optionalText,
  summary: optionalText,
  severity: optionalText,
  created_at: optionalText,
  body: z.unknown(),
});

/**
 * The alerts of an incident. What their senders told stands in `body.details`, as an object or as a text, at a depth that
 * differs by integration; the incident itself stands for alerts that say nothing.
 */
export function alertsOfIncident(
  incident: Incident,
  alerts: unknown[],
): ReceivedAlert[] {
  const found = alerts.flatMap(item => {
    const parsed = alertSchema.safeParse(item);
    return parsed.success ? ofAlert(incident, parsed.data) : [];
  });
  return found.length > 0
    ? found
    : [
        {
          ...common(incident, incident.title),
          labels: { alertname: incident.title },
          fingerprint: incident.id,
        },
      ];
}

function ofAlert(
  incident: Incident,
  alert: z.infer<typeof alertSchema>,
): ReceivedAlert[] {
  const title = alert.summary ?? incident.title;
  return findAlerts({ body: alert.body })
    .filter(({ labels }) => Object.keys(labels).length > 0)
    .map(inner => {
      const base = common(incident, title);
      return {
        ...inner,
        ...base,
        status:
          incident.resolved || alert.status === 'resolved'
            ? 'resolved'
            : inner.status,
        labels: {
          alertname: title,
          ...(alert.severity && { severity: alert.severity }),
          ...inner.labels,
        },
        annotations: { ...base.annotations, ...inner.annotations },
        teams: [...(inner.teams ?? []), ...incident.teams],
        ...(alert.created_at && { startsAt: alert.created_at }),
        fingerprint: `${incident.id}/${alert.id}/${fingerprintOf(inner.labels)}`,
      };
    });
}

function common(
  incident: Incident,
  title: string,
): Omit<ReceivedAlert, 'labels' | 'fingerprint'> {
  const { id, url, createdAt, urgency, service } = incident;
  return {
    status: incident.resolved ? 'resolved' : 'firing',
    ...(incident.reopened && { reopen: true }),
    annotations: {
      title,
      ...(urgency && { urgency }),
      ...(service && { pagerduty_service: service }),
    },
    teams: incident.teams,
    ...(createdAt && { startsAt: createdAt }),
    external: { id, ...(url && { url }) },
  };
}
