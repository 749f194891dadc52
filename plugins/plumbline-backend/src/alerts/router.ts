import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { alertInLine, LookedAt } from '@plumbline/plugin-plumbline-common';
import { Router } from 'express';
import { audited } from '../api/audited';
import { queryOf } from '../api/checkedRequest';
import { credentialsFrom } from '../api/credentialsFrom';
import { Portal } from '../api/portal';
import { sendAnswer } from '../api/sendAnswer';
import { AlertsService, AlertToEnrich } from './AlertsService';

export interface AlertRoutesOptions {
  alerts: AlertsService;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  portal: Portal;
}

/** Adds the HTTP of alerts to the router that checks requests against `openapi.yaml`. */
export function addAlertRoutes(
  router: Router,
  { alerts, httpAuth, auditor, portal }: AlertRoutesOptions,
): void {
  const credentialsOf = credentialsFrom(httpAuth);

  router.get('/v1/alerts', async (request, response) => {
    const credentials = await credentialsOf(request);
    response.json(
      await alerts.alerts(queryOf<'Alerts'>(request), { credentials }),
    );
  });

  router.get('/v1/alerts/statistics', async (request, response) => {
    const credentials = await credentialsOf(request);
    response.json(
      await alerts.statistics(queryOf<'AlertStatistics'>(request), {
        credentials,
      }),
    );
  });

  router.get('/v1/alerts/receivers', async (request, response) => {
    const credentials = await credentialsOf(request);
    response.json(await alerts.receivers({ credentials }));
  });

  router.get('/v1/on-call/directories', async (request, response) => {
    const credentials = await credentialsOf(request);
    response.json(await alerts.onCallDirectories({ credentials }));
  });

  router.get('/v1/alerts/:id', async (request, response) => {
    const credentials = await credentialsOf(request);
    const { id } = request.params;
    const alert = await alerts.alert(id, { credentials });
    sendAnswer(request, response, {
      answer: alert.answer,
      json: alert,
      format: queryOf<'Alert'>(request).format,
      alert: alertInLine(alert),
      ...portal,
      ...(portal.portalUrl && {
        link: `${portal.portalUrl}/alerts/${encodeURIComponent(id)}`,
      }),
    });
  });

  router.post('/v1/alerts/look', async (request, response) => {
    const credentials = await credentialsOf(request);
    const about: LookedAt = request.body;
    await alerts.lookAtAnswer(about, { credentials });
    response.status(204).end();
  });

  router.post('/v1/alerts/:id/look', async (request, response) => {
    const credentials = await credentialsOf(request);
    await alerts.look(request.params.id, { credentials });
    response.status(204).end();
  });

  router.post('/v1/alerts/:id/verdict', async (request, response) => {
    const credentials = await credentialsOf(request);
    const { id } = request.params;
    const said: { verdict: 'right' | 'wrong'; team?: string } = request.body;
    response.json(
      await audited(
        auditor,
        {
          eventId: 'alert-verdict',
          request,
          severityLevel: 'medium',
          meta: { alert: id, verdict: said.verdict },
        },
        () => alerts.verdict(id, said, { credentials }),
      ),
    );
  });

  router.post('/v1/alerts/:id/note', async (request, response) => {
    const credentials = await credentialsOf(request);
    const { id } = request.params;
    await audited(
      auditor,
      {
        eventId: 'alert-note',
        request,
        severityLevel: 'medium',
        meta: { alert: id },
      },
      () => alerts.note(id, { credentials }),
    );
    response.status(204).end();
  });

  router.post('/v1/enrich', async (request, response) => {
    const credentials = await credentialsOf(request);
    const body: AlertToEnrich[] | { alerts: AlertToEnrich[] } = request.body;
    response.json(
      await alerts.enrich(Array.isArray(body) ? body : body.alerts, {
        credentials,
      }),
    );
  });
}
