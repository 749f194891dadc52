import { LoggerService } from '@backstage/backend-plugin-api';
import {
  isError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { AlertReceiver, AlertRequest } from '@plumbline/plugin-plumbline-node';
import express, {
  NextFunction,
  Request,
  RequestHandler,
  Response,
  Router,
} from 'express';
import PromiseRouter from 'express-promise-router';
import { messageOf } from '../../lib/messages';
import { PeopleFirst } from '../PeopleFirst';
import { Intake } from './Intake';
import { Receivers } from './Receivers';
import { Rejections } from './Rejections';

const LIMIT = '1mb';
/** Bodies that wait to be stored, together. */
const MOST_BYTES = 64 * 1024 * 1024;
const TOO_LARGE =
  'The body is larger than 1 MB: let the sender put fewer alerts into one message';

/** What the database says goes to the log alone. */
const NOT_STORED =
  'The alerts could not be stored now: send this delivery again in a moment';

export interface ReceiveRouterOptions {
  receivers: Receivers;
  intake: Intake;
  rejections: Rejections;
  peopleFirst: PeopleFirst;
  logger: LoggerService;
  now: () => Date;
}

/**
 * `POST /v1/alerts/receive/<receiver>`, before any other parser: signatures are made over the bytes as they came. Also
 * gives `/v1/enrich` room for more than a question.
 */
export function createReceiveRouter(options: ReceiveRouterOptions): Router {
  const { receivers } = options;
  const waiting = { bytes: 0 };
  const router = PromiseRouter();
  router.post('/v1/enrich', express.json({ limit: LIMIT }));
  router.post(
    '/v1/alerts/receive/:receiver',
    rawBody(options),
    async (request: Request, response: Response) => {
      const receiver = receivers.get(request.params.receiver);
      if (receiver) {
        await receive(receiver, request, response, { ...options, waiting });
      }
    },
  );
  router.use(tooLarge);
  return router;
}

/** The bytes of the body. What cannot be read counts as refused. */
function rawBody({
  receivers,
  rejections,
}: ReceiveRouterOptions): RequestHandler {
  const parser = express.raw({ limit: LIMIT, type: () => true });
  return (request, response, next) => {
    const { receiver } = request.params;
    if (!receivers.get(receiver)) {
      next(
        new NotFoundError(
          `No receiver ${receiver.slice(0, 64)} is set up: see docs/alerts.md`,
        ),
      );
      return;
    }
    parser(request, response, (error?: unknown) => {
      if (error !== undefined) {
        const large = typeOf(error) === 'entity.too.large';
        rejections.add(
          receiver,
          large ? 'too-large' : 'malformed',
          large ? TOO_LARGE : messageOf(error),
        );
      }
      next(error);
    });
  };
}

async function receive(
  receiver: AlertReceiver,
  request: Request,
  response: Response,
  options: ReceiveRouterOptions & { waiting: { bytes: number } },
): Promise<void> {
  const { rejections, waiting, now } = options;
  /** Whatever it is, it is no fault of the delivery: the sender keeps it. */
  const tryAgain = (reason: string, message: string) => {
    rejections.add(receiver.id, reason, message);
    response.set('Retry-After', '10');
    send(response, 503, 'ServiceUnavailableError', message);
  };
  const body: unknown = request.body;
  const asked: AlertRequest = {
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
    headers: texts(request.headers),
    query: texts(request.query),
    receivedAt: now(),
  };
  let refused;
  try {
    refused = await receiver.verify(asked);
  } catch (error) {
    tryAgain('not-verified', messageOf(error));
    return;
  }
  if (refused) {
    rejections.add(receiver.id, refused.reason, refused.message);
    send(response, 401, 'AuthenticationError', refused.message);
    return;
  }
  const { length } = asked.body;
  if (waiting.bytes > 0 && waiting.bytes + length > MOST_BYTES) {
    tryAgain('not-stored', NOT_STORED);
    return;
  }
  waiting.bytes += length;
  try {
    await store(receiver, asked, response, { ...options, tryAgain });
  } finally {
    waiting.bytes -= length;
  }
}

/** Of a sender that proved itself. */
async function store(
  receiver: AlertReceiver,
  asked: AlertRequest,
  response: Response,
  options: ReceiveRouterOptions & {
    tryAgain(reason: string, message: string): void;
  },
): Promise<void> {
  const { intake, rejections, peopleFirst, logger, tryAgain } = options;
  let delivery;
  try {
    await peopleFirst.turn();
    delivery = await receiver.read(asked);
  } catch (error) {
    rejections.add(receiver.id, 'malformed', messageOf(error));
    send(response, 400, 'InputError', messageOf(error));
    return;
  }
  const { cluster } = asked.query;
  try {
    await intake.accept(receiver, {
      ...delivery,
      alerts: delivery.alerts.map(alert => ({
        ...alert,
        ...(cluster && { cluster: alert.cluster ?? cluster }),
      })),
    });
  } catch (error) {
    // That there is no room is counted, and no news in the log with each request of a storm.
    if (!(error instanceof ServiceUnavailableError)) {
      logger.error('Failed to store alerts', {
        receiver: receiver.id,
        error: messageOf(error),
      });
    }
    tryAgain('not-stored', NOT_STORED);
    return;
  }
  response.status(202).end();
}

function tooLarge(
  error: unknown,
  _request: Request,
  response: Response,
  next: NextFunction,
): void {
  if (typeOf(error) === 'entity.too.large') {
    send(response, 413, 'PayloadTooLargeError', TOO_LARGE);
  } else {
    next(error);
  }
}

function typeOf(error: unknown): unknown {
  return isError(error) && 'type' in error ? error.type : undefined;
}

function send(
  response: Response,
  statusCode: number,
  name: string,
  message: string,
): void {
  response
    .status(statusCode)
    .json({ error: { name, message }, response: { statusCode } });
}

/** The plain ones: of a header or parameter that stands there twice, none is believed. */
function texts(values: object): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(values)) {
    if (typeof value === 'string') {
      found[key] = value;
    }
  }
  return found;
}
