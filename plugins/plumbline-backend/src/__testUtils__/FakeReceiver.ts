import {
  AlertDelivery,
  AlertReceiver,
  AlertRequest,
  parseJsonBody,
  readAlertmanagerMessage,
  verifySender,
} from '@plumbline/plugin-plumbline-node';
import { JsonObject } from '@plumbline/gitops-reader';

/** A sender that speaks Alertmanager's format, with a delivery id and details to fetch where a test wants them. */
export class FakeReceiver implements AlertReceiver {
  readonly id = 'fake';
  readonly token = 'never-stored-token';
  readonly notes: { id: string; text: string }[] = [];
  fetched: (task: JsonObject) => Promise<AlertDelivery> = async () => ({
    alerts: [],
  });

  readonly note: AlertReceiver['note'] = {
    always: false,
    write: async ({ id }, text) => {
      this.notes.push({ id, text });
    },
  };

  verify(request: AlertRequest) {
    return verifySender(request, { type: 'token', token: this.token });
  }

  read({ body, headers }: AlertRequest): AlertDelivery {
    const { alerts, truncated } = readAlertmanagerMessage(parseJsonBody(body));
    const id = headers['x-webhook-id'];
    return {
      ...(id && { id }),
      alerts: alerts.map(alert => ({
        ...alert,
        external: { id: `INCIDENT-${alert.fingerprint}` },
      })),
      ...(truncated > 0 && { followUps: [{ truncated }] }),
    };
  }

  async fetch(task: JsonObject): Promise<AlertDelivery> {
    return await this.fetched(task);
  }
}
