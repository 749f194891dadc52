import { HttpAuthService } from '@backstage/backend-plugin-api';
import { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { queryOf } from '../../api/checkedRequest';
import { PromotionService } from './PromotionService';

/** HTTP of the promotion part of `openapi.yaml`, which has checked a request before a handler sees it. */
export function createPromotionRouter(options: {
  promotion: PromotionService;
  httpAuth: HttpAuthService;
}): Router {
  const { promotion, httpAuth } = options;
  const router = PromiseRouter();
  const credentialsOf = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user', 'service'] });

  router.get('/v1/promotion/matrix', async (request, response) => {
    const credentials = await credentialsOf(request);
    response.json(
      await promotion.matrix(queryOf<'PromotionMatrix'>(request), {
        credentials,
      }),
    );
  });

  router.get('/v1/promotion/services/:id', async (request, response) => {
    const credentials = await credentialsOf(request);
    const { id } = request.params;
    response.json(await promotion.service(id, { credentials }));
  });

  router.get(
    '/v1/promotion/services/:id/compare',
    async (request, response) => {
      const credentials = await credentialsOf(request);
      const { id } = request.params;
      response.json(
        await promotion.compare(id, queryOf<'ComparePlaces'>(request), {
          credentials,
        }),
      );
    },
  );

  router.get('/v1/promotion/attention', async (request, response) => {
    const credentials = await credentialsOf(request);
    response.json(
      await promotion.attention(queryOf<'PromotionAttention'>(request), {
        credentials,
      }),
    );
  });

  return router;
}
