import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import express, { NextFunction, Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { MAX_PART_BYTES } from './limits';
import { PushMetrics } from './metrics';
import { PushService } from './PushService';
import { PushTokens } from './PushTokens';
import { Refusal, RefusalReason } from './Refusal';
import { PushCluster } from './settings';
import { textOf } from './textOf';

/** Below the plugin's API. All of it is opened to who holds a token of a cluster, and nothing else stands below. */
export const PUSH_PATH = '/v1/push/clusters';

const statuses: Record<RefusalReason, number> = {
  unauthenticated: 401,
  forbidden: 403,
  unknown: 404,
  old: 409,
  known: 409,
  busy: 409,
  incomplete: 409,
  large: 413,
  media: 415,
  unreadable: 422,
  soon: 429,
};

const openBody = z.object({
  version: z.literal('plumbline.snapshot/v1'),
  taken: z.string(),
});

const completeBody = z.object({ parts: z.number() });

export interface PushRouterOptions {
  service: PushService;
  tokens: PushTokens;
  auditor: AuditorService;
  logger: LoggerService;
  metrics: PushMetrics;
}

/** The step that a request is: one that finishes a push is counted, all that change something are audited. */
type Step = 'snapshot' | 'open' | 'part' | 'complete' | 'cancel';

/** HTTP of pushes. */
export function createPushRouter(options: PushRouterOptions): Router {
  const { service, tokens } = options;
  const router = PromiseRouter();
  const clusterOf = (request: Request) =>
    tokens.authenticate(request.get('authorization'), request.params.name);

  const step =
    (
      name: Step,
      work: (
        cluster: PushCluster,
        request: Request,
        response: Response,
      ) => Promise<void>,
    ) =>
    async (request: Request, response: Response) => {
      const event = await options.auditor.createEvent({
        eventId: 'snapshot-push',
        severityLevel: 'medium',
        // Not the request itself: its token is none that Backstage knows.
        meta: {
          actionType: name,
          cluster: request.params.name.slice(0, 253),
        },
      });
      let cluster: PushCluster | undefined;
      try {
        cluster = clusterOf(request);
        await work(cluster, request, response);
        await event.success();
      } catch (error) {
        await event.fail({
          error: error instanceof Error ? error : new Error(String(error)),
        });
        options.metrics.push(
          error instanceof Refusal ? error.reason : 'failed',
        );
        // A part may be sent again, and whoever pushes then says so. What never comes expires.
        if (
          cluster &&
          error instanceof Refusal &&
          error.isAboutSnapshot &&
          !(name === 'part' && error.reason === 'unreadable')
        ) {
          await service.refuse(cluster, error.message);
        }
        throw error;
      }
    };

  router.post(
    '/:name/snapshot',
    step('snapshot', async (cluster, request, response) => {
      const { taken } = request.query;
      if (taken !== undefined && typeof taken !== 'string') {
        throw new Refusal('unreadable', '`taken` may be given once');
      }
      const text = textOf(request, {
        maxBytes: cluster.maxBytes,
        what: 'snapshot',
      });
      const accepted = await service.receive(cluster, text, taken);
      options.metrics.push('accepted');
      options.metrics.accepted(accepted.bytes);
      response.status(202).json(accepted);
    }),
  );

  router.post(
    '/:name/snapshot/uploads',
    step('open', async (cluster, request, response) => {
      const body = await bodyOf(
        request,
        openBody,
        'An upload is opened with {"version": "plumbline.snapshot/v1", "taken": "<time>"}',
      );
      const { status, resumed } = await service.open(cluster, body.taken);
      response.status(resumed ? 200 : 201).json(status);
    }),
  );

  router.get('/:name/snapshot/uploads/:id', async (request, response) => {
    response.json(await service.status(clusterOf(request), request.params.id));
  });

  router.put(
    '/:name/snapshot/uploads/:id/parts/:number',
    step('part', async (cluster, request, response) => {
      const text = textOf(request, {
        maxBytes: Math.min(MAX_PART_BYTES, cluster.maxBytes),
        what: 'part',
      });
      const { id, number } = request.params;
      response.json(await service.putPart(cluster, id, Number(number), text));
    }),
  );

  router.post(
    '/:name/snapshot/uploads/:id/complete',
    step('complete', async (cluster, request, response) => {
      const { parts } = await bodyOf(
        request,
        completeBody,
        'An upload is completed with {"parts": <how many there are>}',
      );
      const accepted = await service.complete(
        cluster,
        request.params.id,
        parts,
      );
      options.metrics.push('accepted');
      options.metrics.accepted(accepted.bytes);
      response.status(202).json(accepted);
    }),
  );

  router.delete(
    '/:name/snapshot/uploads/:id',
    step('cancel', async (cluster, request, response) => {
      await service.cancel(cluster, request.params.id);
      response.status(204).end();
    }),
  );

  // Whatever else is asked for here says nothing to who has no token.
  router.use('/:name', async request => {
    clusterOf(request);
    throw new Refusal('unknown', 'There is nothing at this address');
  });

  router.use(
    (
      error: unknown,
      _request: Request,
      response: Response,
      next: NextFunction,
    ) => {
      if (!(error instanceof Refusal)) {
        next(error);
        return;
      }
      const { reason, message, retryAfterSeconds } = error;
      const status = statuses[reason];
      options.logger.info('Refused a push', { reason });
      if (retryAfterSeconds !== undefined) {
        response.set('Retry-After', String(retryAfterSeconds));
      }
      if (status === 401) {
        response.set('WWW-Authenticate', 'Bearer');
      }
      // The rest of what was to come is not read.
      response.set('Connection', 'close');
      response
        .status(status)
        .json({ error: { name: error.name, reason, message } });
    },
  );

  return express.Router().use(PUSH_PATH, router);
}

const MAX_REQUEST_BYTES = 10_000;

/** A small JSON body. */
async function bodyOf<T>(
  request: Request,
  schema: z.ZodType<T>,
  expected: string,
): Promise<T> {
  let text = '';
  const { chunks } = textOf(request, {
    maxBytes: MAX_REQUEST_BYTES,
    what: 'request',
  });
  for await (const chunk of chunks) {
    text += chunk;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('unreadable', expected);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new Refusal('unreadable', expected);
  }
  return parsed.data;
}
