import { HttpAuthService } from '@backstage/backend-plugin-api';
import { Router } from 'express';
import { queryOf } from '../api/checkedRequest';
import { credentialsFrom } from '../api/credentialsFrom';
import { PromotionService } from './PromotionService';

/** The routes of `openapi.yaml` about promotion. */
export function addPromotionRoutes(
  router: Router,
  {
    promotion,
    httpAuth,
  }: { promotion: PromotionService; httpAuth: HttpAuthService },
): void {
  const credentialsOf = credentialsFrom(httpAuth);

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
}
