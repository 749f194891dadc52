import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { MatrixPage, MatrixQuery } from '@plumbline/plugin-plumbline-common';
import { promotionRouteRef } from '@plumbline/plugin-plumbline-react';
import { screen } from '@testing-library/react';
import { FakePromotionApi, sampleMatrix } from './__testUtils__/fakeApi';
import { promotionApiRef } from './api';
import {
  EntityPromotionCard,
  EntityPromotionContent,
} from './components/EntityCards';

/** Two teams that have a service called `api`, each in its own repository. */
class TwoOfOneName extends FakePromotionApi {
  async matrix(query: MatrixQuery): Promise<MatrixPage> {
    await super.matrix(query);
    const all = [
      ['api-1', 'acme/orders'],
      ['api-2', 'acme/billing'],
    ].filter(
      ([, repository]) =>
        query.name === 'api' && (query.repository ?? repository) === repository,
    );
    return {
      ...sampleMatrix,
      repositories: all.map(([, repository]) => repository),
      services: {
        id: all.map(([id]) => id),
        name: all.map(() => 'api'),
        repository: all.map((_, at) => at),
        teams: all.map(() => []),
      },
      cells: { ...sampleMatrix.cells, service: [], environment: [] },
      totalItems: all.length,
    };
  }
}

const title = (repository: string) =>
  `url:https://host.example/${repository}/tree/main/`;
const called = { 'plumbline.dev/name': 'api' };

it.each<
  [
    what: string,
    annotations: { [name: string]: string },
    links: string[],
    shown: string | undefined,
  ]
>([
  [
    'the one of its repository',
    { ...called, 'plumbline.dev/repository': 'acme/billing' },
    ['/promotion/service/api-2'],
    'api-2',
  ],
  [
    'none of another repository',
    { ...called, 'plumbline.dev/repository': 'acme/shop' },
    [],
    undefined,
  ],
  [
    'the one where its source is',
    { ...called, 'backstage.io/source-location': title('acme/orders') },
    ['/promotion/service/api-1'],
    'api-1',
  ],
  [
    'all of the name where none is where its source is',
    { ...called, 'backstage.io/source-location': title('acme/code') },
    ['/promotion/service/api-1', '/promotion/service/api-2'],
    undefined,
  ],
])('of several services of one name, %s', async (_, annotations, links, id) => {
  const api = new TwoOfOneName();
  await renderInTestApp(
    <TestApiProvider apis={[[promotionApiRef, api]]}>
      <EntityProvider
        entity={{
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'api-1a2b3c4d', annotations },
        }}
      >
        <EntityPromotionCard />
        <EntityPromotionContent />
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes: { '/promotion': promotionRouteRef } },
  );
  expect(
    await screen.findAllByText(
      {
        0: 'No service that was read of acme/shop is called api.',
        1: /^api$/,
        2: '2 services are called api; nothing tells which of them this is.',
      }[links.length] ?? '',
    ),
  ).not.toHaveLength(0);
  const found = screen
    .queryAllByRole('link', { name: 'api' })
    .map(link => link.getAttribute('href'));
  expect([...new Set(found)]).toEqual(links);
  // Only what is certain is shown in full.
  expect(
    api.asked.flatMap(([name, asked]) => (name === 'service' ? [asked] : [])),
  ).toEqual(id === undefined ? [] : [id]);
});
