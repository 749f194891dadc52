import {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { InputError, isError } from '@backstage/errors';
import express, {
  NextFunction,
  Request,
  RequestHandler,
  Response,
  Router,
} from 'express';
import { audited } from './audited';
import { pathOf, queryOf } from './checkedRequest';
import { credentialsFrom } from './credentialsFrom';
import { spec } from './generated/spec';
import { AnswerFormat, sendAnswer } from './sendAnswer';
import { TOO_LARGE } from './DefaultPlumbline';
import { PlumblineService } from './PlumblineService';
import { Portal } from './portal';

export interface RouterOptions {
  plumbline: PlumblineService;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  portal: Portal;
}

/** HTTP of `openapi.yaml`, which has checked a request before a handler sees it. */
export function createRouter(options: RouterOptions): Router {
  const { plumbline, httpAuth } = options;
  const router: Router = createValidatedOpenApiRouter(spec, {
    middleware: bodies(),
  });

  const credentialsOf = credentialsFrom(httpAuth);

  const answer = async (
    request: Request,
    response: Response,
    question: string,
    format?: AnswerFormat,
  ) => {
    const credentials = await credentialsOf(request);
    const found = await audited(
      options.auditor,
      {
        eventId: 'lookup',
        request,
        severityLevel: 'low',
        meta: { queryType: 'question' },
      },
      () => plumbline.lookup(question, { credentials }),
    );
    sendAnswer(request, response, {
      answer: found,
      json: found,
      format,
      textForTerminals: true,
      ...options.portal,
    });
  };

  router.get('/v1/lookup', async (request, response) => {
    const { q, format } = queryOf<'Lookup'>(request);
    await answer(request, response, q, format);
  });

  router.post('/v1/lookup', async (request, response) => {
    const { format } = queryOf<'LookupBody'>(request);
    await answer(request, response, questionOf(request.body), format);
  });

  router.get('/v1/sources', async (request, response) => {
    const credentials = await credentialsOf(request);
    response.json(
      await plumbline.sources(queryOf<'Sources'>(request), { credentials }),
    );
  });

  router.post('/v1/sources/:id/refresh', async (request, response) => {
    const { id } = request.params;
    const credentials: BackstageCredentials = await credentialsOf(request);
    await audited(
      options.auditor,
      {
        eventId: 'source-refresh',
        request,
        severityLevel: 'medium',
        meta: { source: id },
      },
      () => plumbline.refresh(id, { credentials }),
    );
    response.status(202).end();
  });

  router.get('/v1/facts/:kind', async (request, response) => {
    const credentials = await credentialsOf(request);
    const { kind } = pathOf<'Facts'>(request);
    response.json(
      await plumbline.facts(kind, queryOf<'Facts'>(request), { credentials }),
    );
  });

  router.get('/v1/repositories/:name', async (request, response) => {
    const credentials = await credentialsOf(request);
    const { name } = request.params;
    response.json(await plumbline.repository(name, { credentials }));
  });

  router.get('/v1/clusters/:name', async (request, response) => {
    const credentials = await credentialsOf(request);
    const { name } = request.params;
    response.json(await plumbline.cluster(name, { credentials }));
  });

  router.get('/v1/file', async (request, response) => {
    const credentials = await credentialsOf(request);
    response.json(
      await plumbline.file(queryOf<'File'>(request), { credentials }),
    );
  });

  return router;
}

/** A JSON body that is no question is an alert: the lookup reads it as it came. */
function questionOf(body: unknown): string {
  if (typeof body === 'string') {
    return body;
  }
  if (
    typeof body === 'object' &&
    body !== null &&
    'query' in body &&
    typeof body.query === 'string'
  ) {
    return body.query;
  }
  return JSON.stringify(body);
}

/** What is read of a body, with room for the JSON around a question of the permitted size. */
function bodies(): RequestHandler[] {
  const limit = '96kb';
  return [
    asText,
    explained(express.json({ limit })),
    explained(express.text({ limit, type: 'text/plain' })),
  ];
}

/** `curl --data` calls everything a form. No route takes forms, so it is text. */
function asText(request: Request, _: Response, next: NextFunction): void {
  if (request.is('application/x-www-form-urlencoded')) {
    request.headers['content-type'] = 'text/plain';
  }
  next();
}

function explained(parser: RequestHandler): RequestHandler {
  return (request, response, next) =>
    parser(request, response, (error?: unknown) =>
      next(error === undefined ? undefined : explain(error)),
    );
}

function explain(error: unknown): unknown {
  const type = isError(error) && 'type' in error ? error.type : undefined;
  switch (type) {
    case 'entity.too.large':
      return new InputError(TOO_LARGE);
    case 'entity.parse.failed':
      return new InputError(
        'The body is not JSON, though its content type says so',
      );
    default:
      return error;
  }
}
