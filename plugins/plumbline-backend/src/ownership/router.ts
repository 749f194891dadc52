import { HttpAuthService } from '@backstage/backend-plugin-api';
import { Request, Router } from 'express';
import { queryOf } from '../api/checkedRequest';
import { credentialsFrom } from '../api/credentialsFrom';
import { OwnershipService } from './OwnershipService';

/** The routes of `openapi.yaml` about who owns what. */
export function addOwnershipRoutes(
  router: Router,
  {
    ownership,
    httpAuth,
  }: { ownership: OwnershipService; httpAuth: HttpAuthService },
): void {
  const credentialsOf = credentialsFrom(httpAuth);
  const optionsOf = async (request: Request) => ({
    credentials: await credentialsOf(request),
  });

  router.get('/v1/teams', async (request, response) => {
    const options = await optionsOf(request);
    response.json(await ownership.teams(queryOf<'Teams'>(request), options));
  });

  router.get('/v1/teams/:ref', async (request, response) => {
    const options = await optionsOf(request);
    response.json(await ownership.team(request.params.ref, options));
  });

  router.get('/v1/teams/:ref/owned', async (request, response) => {
    const options = await optionsOf(request);
    const { ref } = request.params;
    response.json(
      await ownership.owned(ref, queryOf<'Owned'>(request), options),
    );
  });

  router.get('/v1/teams/:ref/rule-commits', async (request, response) => {
    const options = await optionsOf(request);
    const { ref } = request.params;
    response.json(
      await ownership.ruleCommits(
        ref,
        queryOf<'RuleCommits'>(request),
        options,
      ),
    );
  });

  router.get('/v1/entities/:ref', async (request, response) => {
    const options = await optionsOf(request);
    const { ref } = request.params;
    response.json(
      await ownership.entity(ref, queryOf<'Entity'>(request), options),
    );
  });

  router.get('/v1/entities/:ref/things', async (request, response) => {
    const options = await optionsOf(request);
    const { ref } = request.params;
    response.json(
      await ownership.entityThings(
        ref,
        queryOf<'EntityThings'>(request),
        options,
      ),
    );
  });

  router.get('/v1/unowned', async (request, response) => {
    const options = await optionsOf(request);
    response.json(
      await ownership.unowned(queryOf<'Unowned'>(request), options),
    );
  });

  router.get('/v1/contested', async (request, response) => {
    const options = await optionsOf(request);
    response.json(
      await ownership.contested(queryOf<'Contested'>(request), options),
    );
  });

  router.get('/v1/coverage', async (request, response) => {
    const options = await optionsOf(request);
    response.json(
      await ownership.coverage(queryOf<'Coverage'>(request), options),
    );
  });

  router.get('/v1/ownership-history', async (request, response) => {
    const options = await optionsOf(request);
    response.json(
      await ownership.history(queryOf<'OwnershipHistory'>(request), options),
    );
  });
}
