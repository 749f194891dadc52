import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { FakePromotionApi } from './__testUtils__/fakeApi';
import { promotionApiRef } from './api';
import { PromotionPage, promotionPlugin } from './legacy';

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
    await screen.findByRole('heading', { level: 1, name: 'cart' }),
  ).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Attention' })).toHaveAttribute(
    'href',
    '/versions/attention',
  );
});

it('brings its API along', () => {
  expect([...promotionPlugin.getApis()].map(({ api }) => api.id)).toEqual([
    promotionApiRef.id,
  ]);
});
