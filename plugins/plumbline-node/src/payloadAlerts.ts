import { PayloadAlert, readPayload } from '@plumbline/gitops-lookup';
import { ReceivedAlert } from './alerts';

/** An alert of a payload, before it has a name and an identity. @public */
export type FoundAlert = Omit<ReceivedAlert, 'fingerprint'>;

/**
 * The alerts that a payload of any known sender holds: labels wherever they stand in it, objects that it names, and the teams
 * beside them. Payloads without any give one alert without labels.
 *
 * @public
 */
export function findAlerts(payload: unknown): FoundAlert[] {
  return readPayload(payload).map(toFound);
}

function toFound(alert: PayloadAlert): FoundAlert {
  const [object] = alert.objects;
  const { generatorURL, externalURL } = alert.urls;
  return {
    status: alert.resolved ? 'resolved' : 'firing',
    labels: {
      ...(object && {
        kind: object.kind,
        name: object.name,
        ...(object.namespace && { namespace: object.namespace }),
      }),
      ...alert.labels,
    },
    annotations: alert.annotations,
    links: alert.links,
    teams: alert.teams.map(({ raw }) => raw),
    ...(generatorURL && { generatorURL }),
    ...(externalURL && { externalURL }),
  };
}
