import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { FakePromotionApi } from './__testUtils__/fakeApi';
import { promotionApiRef } from './api';
import { EntityPromotionCard, PromotionPage, promotionPlugin } from './legacy';
import { promotionRouteRef } from '@plumbline/plugin-plumbline-react';

// An app of the old frontend system, with the page where its owner wants it.
it('mounts in a legacy app, wherever it is put', async () => {
  await renderInTestApp(
    <TestApiProvider apis={[[promotionApiRef, new FakePromotionApi()]]}>
      <Routes>
        <Route path="/versions/*" element={<PromotionPage />} />
      </Routes>
    </TestApiProvider>,
    { routeEntries: ['/versions/service/cart-1'] },
  );
  expect(
    await screen.findByRole('heading', { level: 2, name: 'cart' }),
  ).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Attention' })).toHaveAttribute(
    'href',
    '/versions/attention',
  );
});

it.each([
  [
    'where the page is',
    { '/versions': promotionRouteRef },
    '/versions/service/cart-1',
  ],
  ['nowhere without the page', {}, undefined],
])('leads from an entity to %s', async (_, mountedRoutes, href) => {
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'cart' },
  };
  await renderInTestApp(
    <TestApiProvider apis={[[promotionApiRef, new FakePromotionApi()]]}>
      <EntityProvider entity={entity}>
        <EntityPromotionCard />
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes },
  );
  const name = await screen.findByText('cart', { selector: 'a, span' });
  expect(name.getAttribute('href') ?? undefined).toBe(href);
});

it('brings its API along', () => {
  expect([...promotionPlugin.getApis()].map(({ api }) => api.id)).toEqual([
    promotionApiRef.id,
  ]);
});
