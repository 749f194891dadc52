import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { rowsOf, csvOf } from '@plumbline/plugin-plumbline-common';
import { fakeError } from '@plumbline/plugin-plumbline-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  FakePromotionApi,
  sampleComparison,
  sampleMatrix,
  sampleService,
} from './__testUtils__/fakeApi';
import { promotionApiRef } from './api';
import { promotionPlugin } from './plugin';

// A browser measures; jsdom says that everything has no height, and nothing of a list would be in sight.
beforeEach(() => {
  jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(800);
});

function open(path: string, api = new FakePromotionApi()): FakePromotionApi {
  renderTestApp({
    features: [promotionPlugin],
    apis: [[promotionApiRef, api]],
    initialRouteEntries: [path],
  });
  return api;
}

describe('The matrix', () => {
  it('shows how each place stands, the worst cluster for its environment', async () => {
    const api = open(
      '/promotion?text=a&team=group:default/checkout&verdict=missing&behind=true&waiting=7&since=2026-01-01&sort=waiting&waiting=x',
    );
    const grid = await screen.findByRole('grid', {
      name: 'Services by environments',
    });
    expect(api.asked).toEqual([
      [
        'matrix',
        {
          text: 'a',
          team: 'group:default/checkout',
          verdict: 'missing',
          behind: true,
          waiting: 7,
          since: '2026-01-01T00:00:00.000Z',
          sort: 'waiting',
          limit: 2000,
        },
      ],
    ]);
    const cart = await within(grid).findByRole('row', { name: /cart/ });
    const [staging, production] = within(cart).getAllByRole('gridcell');
    expect(staging).toHaveTextContent('1.3.0 first, not known20 days ago');
    // prod-us, which does not have it, is more urgent than prod-eu, which is behind.
    expect(production).toHaveTextContent(
      '1.3.0+1 1 other version missing, not theremissing · 2 days ago · 2 clusters',
    );
    const web = within(grid).getByRole('row', { name: /web/ });
    const [none, frozen] = within(web).getAllByRole('gridcell');
    expect(none).toHaveTextContent('–');
    expect(frozen).toHaveTextContent('frozen: Christmas');
    expect(screen.getByText(/1 source is behind/)).toBeInTheDocument();
    expect(
      screen.getByText(/The history of acme\/big is still being read/),
    ).toBeInTheDocument();
  });

  it('filters by a count, and says so in the address', async () => {
    const api = open('/promotion');
    await userEvent.click(
      await screen.findByRole('button', { name: '1 diverged' }),
    );
    await waitFor(() =>
      expect(api.asked.at(-1)).toEqual([
        'matrix',
        { verdict: 'diverged', limit: 2000 },
      ]),
    );
    expect(
      await screen.findByRole('button', { name: '1 diverged' }),
    ).toHaveAttribute('aria-pressed', 'true');
  });

  it.each([
    ['/promotion', ['Cluster', 'Repository']],
    ['/promotion/attention', ['Cluster']],
  ])(
    '%s shows each filter that it was led to with, to be taken away',
    async (path, labels) => {
      const api = open(`${path}?cluster=prod-eu&repository=acme/app`);
      for (const label of labels) {
        const field = await screen.findByRole('combobox', {
          name: new RegExp(`^${label}`),
        });
        expect(field).toHaveTextContent(/^(prod-eu|acme\/app)$/);
        await userEvent.click(field);
        await userEvent.click(screen.getByRole('option', { name: /^All / }));
        await waitFor(() =>
          expect(
            screen.queryByRole('combobox', { name: new RegExp(`^${label}`) }),
          ).not.toBeInTheDocument(),
        );
      }
      const [, asked] = api.asked.at(-1) ?? [];
      expect(asked).not.toHaveProperty('cluster');
      expect(asked).not.toHaveProperty('repository');
    },
  );

  it.each([
    ['/promotion?verdict=foo', 'Verdict', 'Any verdict'],
    ['/promotion/attention?kind=foo', 'Kind', 'All kinds'],
  ])('%s shows nothing as chosen', async (path, label, all) => {
    open(path);
    expect(
      await screen.findByRole('combobox', { name: new RegExp(`^${label}`) }),
    ).toHaveTextContent(all);
  });

  it('says that it counts what is on the page alone', async () => {
    const api = new FakePromotionApi();
    api.page = { ...sampleMatrix, totalItems: 4_000, nextCursor: 'two' };
    open('/promotion?text=c', api);
    expect(
      await screen.findByRole('group', {
        name: 'Services of this page by how they stand',
      }),
    ).toHaveTextContent(/^Services on this page:/);
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    await waitFor(() =>
      expect(api.asked.at(-1)).toEqual([
        'matrix',
        { text: 'c', cursor: 'two', limit: 2000 },
      ]),
    );
  });

  it('is walked with the arrows from one tab stop, and tells all of the cell in focus', async () => {
    open('/promotion');
    const grid = await screen.findByRole('grid');
    const stops = () =>
      [...grid.querySelectorAll('[tabindex="0"]')].map(each =>
        each.getAttribute('data-at'),
      );
    await waitFor(() => expect(stops()).toEqual(['0:0']));
    within(grid).getByRole('link', { name: 'cart' }).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(document.activeElement).toHaveAttribute('data-at', '0:1');
    const detail = await screen.findByRole('tooltip');
    expect(detail).toHaveTextContent(
      'cart in staging1.3.0No environment comes before it.',
    );
    expect(detail).toHaveTextContent(
      'Since 20 days ago by Checkout robot in a1b2c3d4',
    );
    await userEvent.keyboard('{End}{ArrowDown}{ArrowDown}');
    expect(document.activeElement).toHaveAttribute('data-at', '1:2');
    expect(stops()).toEqual(['1:2']);
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('tooltip')).not.toBeInTheDocument(),
    );
    await userEvent.keyboard('{Control>}{Home}{/Control}{ArrowRight}{Enter}');
    expect(
      await screen.findByRole('heading', { level: 2, name: 'cart' }),
    ).toBeInTheDocument();
  });

  it('says which permission is missing, what is not there and what does not fit', async () => {
    const denied = new FakePromotionApi();
    denied.error = fakeError(403, 'no');
    open('/promotion', denied);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'plumbline.read',
    );
  });

  it.each(['/promotion', '/promotion/attention'])(
    '%s keeps its filters beside an error, so that they can be changed',
    async path => {
      const api = new FakePromotionApi();
      api.error = fakeError(400, 'cursor: not one that an earlier page gave');
      open(`${path}?cursor=x&waiting=99999&days=99999&team=nobody`, api);
      expect(await screen.findByRole('alert')).toHaveTextContent('cursor');
      expect(api.asked[0][1]).toMatchObject(
        path === '/promotion' ? { waiting: 10_000 } : { days: 10_000 },
      );
      api.error = undefined;
      await userEvent.click(screen.getByRole('combobox', { name: /Team/ }));
      await userEvent.click(screen.getByRole('option', { name: 'All teams' }));
      await waitFor(() =>
        expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
      );
      expect(api.asked.at(-1)?.[1]).not.toHaveProperty('cursor', 'x');
    },
  );

  it.each([
    ['/promotion', 'No service is known yet'],
    ['/promotion?text=x', 'No service fits these filters'],
  ])('%s, with nothing to show: %s', async (path, title) => {
    const empty = new FakePromotionApi();
    empty.page = {
      ...sampleMatrix,
      services: { id: [], name: [], repository: [], teams: [] },
      cells: {
        ...sampleMatrix.cells,
        service: [],
        environment: [],
      },
      totalItems: 0,
    };
    open(path, empty);
    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
  });
});

describe('A service', () => {
  it('says the answer first, then what says so', async () => {
    open('/promotion/service/cart-1#in-production/prod-eu');
    expect(
      await screen.findByText(
        'production · prod-eu is 2 versions behind staging; a newer version has waited 1 month.',
      ),
    ).toBeInTheDocument();
    const places = screen.getByRole('list', { name: 'Where it stands' });
    expect(
      within(places).getByRole('link', {
        name: 'apps/cart/staging/kustomization.yaml line 7 of acme/app-config',
      }),
    ).toHaveAttribute('href', expect.stringContaining('#L7'));
    expect(places).toHaveTextContent(
      'Deployment shop/cart in prod-eu runs ghcr.io/acme/cart: 1.1.0',
    );
    expect(places).toHaveTextContent(
      'not known: no cluster of staging was read',
    );
    expect(places).toHaveTextContent(
      '1 change in 90 days; half of the versions came here within 1 day of the environment before',
    );
    expect(places).toHaveTextContent('outside of Office hours');
    expect(places).toHaveTextContent(
      /blocked #12 Bump cart to 1\.3\.0 brings 1\.3\.0 · 3 days ago · GitHub, read .* ago/,
    );
    expect(places).toHaveTextContent(
      'failed buildwaiting review: 0 of 1 approvals1 gate holds nothing upfailed lint (not required)',
    );
    const promoted = screen.getByRole('list', { name: 'What was promoted' });
    expect(promoted).toHaveTextContent('staging: 1.2.0 → 1.3.0');
    expect(promoted).toHaveTextContent('landed in a freeze: Sale');
    expect(
      within(promoted)
        .getAllByRole('link')
        .map(link => link.textContent),
    ).toEqual(['a1b2c3d4']);
    expect(
      screen.getByRole('img', { name: /^Versions over time: staging 1.3.0/ }),
    ).toBeInTheDocument();
  });

  it('keeps how far back it shows while one goes from place to place', async () => {
    open('/promotion/service/cart-1?range=365');
    const path = await screen.findByRole('list', {
      name: 'Path through the environments',
    });
    await userEvent.click(within(path).getByRole('link', { name: 'staging' }));
    expect(screen.getByRole('button', { name: 'A year' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
  });
});

describe('Two environments', () => {
  it('differ in versions, commits and keys, never in the values of secrets', async () => {
    const api = open('/promotion/service/cart-1/compare');
    const table = await screen.findByRole('table', {
      name: 'Configuration that differs',
    });
    // Which two is left to who knows what they have to do with each other.
    expect(api.asked.at(-1)).toEqual(['compare', ['cart-1', {}]]);
    expect(screen.getByRole('combobox', { name: /From/ })).toHaveTextContent(
      'staging',
    );
    expect(screen.getByRole('combobox', { name: /To/ })).toHaveTextContent(
      'production · prod-eu',
    );
    expect(
      within(table).getByRole('row', { name: /spec.replicas/ }),
    ).toHaveTextContent(
      'spec.replicasDeployment cart1apps/cart/staging/patch.yaml line 64apps/cart/production/patch.yaml line 6',
    );
    expect(
      within(table).getByRole('row', { name: /env.PASSWORD/ }),
    ).toHaveTextContent('not setset; its value may be a secret');
    expect(screen.getByRole('list', { name: 'Versions' })).toHaveTextContent(
      '1.3.0 is newer than 1.1.0',
    );
    expect(
      screen.getByRole('list', { name: 'Changes between' }),
    ).toHaveTextContent('Bump cart to 1.3.0');
    expect(
      screen.getByText(/1 file could not be compared: more may differ/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/1 key differs in the name of the environment alone/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Swap the two' }));
    await waitFor(() =>
      expect(api.asked.at(-1)).toEqual([
        'compare',
        ['cart-1', { from: 'production/prod-eu', to: 'staging' }],
      ]),
    );
  });

  it('have no versions to compare where neither pins one', async () => {
    const api = new FakePromotionApi();
    api.comparison = { ...sampleComparison, versions: [] };
    open('/promotion/service/cart-1/compare', api);
    expect(
      await screen.findByRole('heading', {
        name: 'Neither place pins a version',
      }),
    ).toBeInTheDocument();
  });

  it('may be two clusters of one environment, or two namespaces of one cluster', async () => {
    const api = new FakePromotionApi();
    const [staging, production] = sampleService.cells;
    api.promoted = {
      ...sampleService,
      cells: [
        staging,
        production,
        { ...production, cluster: 'prod-us', namespace: 'shop' },
        { ...production, cluster: 'prod-us', namespace: 'test-shop' },
      ],
    };
    open(
      '/promotion/service/cart-1/compare?from=staging&to=production%2Fprod-eu',
      api,
    );
    await userEvent.click(await screen.findByRole('combobox', { name: /To/ }));
    expect(
      screen.getAllByRole('option').map(({ textContent }) => textContent),
    ).toEqual([
      'Choose one',
      'staging',
      'production · prod-eu',
      'production · prod-us · shop',
      'production · prod-us · test-shop',
    ]);
    await userEvent.click(
      screen.getByRole('option', { name: 'production · prod-us · test-shop' }),
    );
    await waitFor(() =>
      expect(api.asked.at(-1)).toEqual([
        'compare',
        ['cart-1', { from: 'staging', to: 'production/prod-us/test-shop' }],
      ]),
    );
  });

  it('are not asked for where there is one place alone', async () => {
    const api = new FakePromotionApi();
    api.promoted = { ...sampleService, cells: sampleService.cells.slice(1) };
    open('/promotion/service/cart-1/compare', api);
    expect(
      await screen.findByRole('heading', { name: /one place alone/ }),
    ).toBeInTheDocument();
    expect(api.asked.map(([name]) => name)).toEqual(['service']);
  });
});

describe('Attention', () => {
  it('groups by kind, the most urgent first, each with why and where', async () => {
    const api = open('/promotion/attention?days=14&kind=nonsense');
    const list = await screen.findByRole('list', {
      name: 'Runs another version',
    });
    expect(api.asked).toEqual([['attention', { days: 14, limit: 200 }]]);
    expect(list).toHaveTextContent('Git asks for v5, prod-eu runs v4');
    expect(
      screen
        .getAllByRole('heading', { level: 2 })
        .map(({ textContent }) => textContent),
    ).toEqual(['Runs another version 1', 'Stuck 1']);
    expect(screen.getByRole('link', { name: 'cart' })).toHaveAttribute(
      'href',
      '/promotion/service/cart-1#in-production/prod-eu',
    );
  });

  it.each([
    ['', undefined, 'Nothing to look at'],
    ['?days=30', undefined, 'Nothing to look at'],
    [
      '?team=group:default/a',
      undefined,
      'Nothing to look at fits these filters',
    ],
    ['', 'next', 'Nothing on this page; there may be more on the next'],
    ['?cursor=last', undefined, 'Nothing more to look at'],
  ])('with nothing at "%s", before %s', async (at, nextCursor, title) => {
    const api = new FakePromotionApi();
    api.attentionPage = { ...api.attentionPage, items: [], nextCursor };
    open(`/promotion/attention${at}`, api);
    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
  });
});

describe('A Component', () => {
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'cart', namespace: 'default' },
    spec: { type: 'service', owner: 'checkout', lifecycle: 'production' },
  };

  it.each([
    [
      'where they are mounted',
      { 'page:promotion': { config: { path: '/versions' } } },
      '/versions/service/cart-1',
    ],
    ['nowhere in an app without them', { 'page:promotion': false }, undefined],
  ])('leads to the pages %s', async (_, extension, href) => {
    renderTestApp({
      features: [promotionPlugin],
      extensions: [createTestEntityPage({ entity })],
      apis: [[promotionApiRef, new FakePromotionApi()]],
      config: { app: { extensions: [extension] } },
    });
    const names = await screen.findAllByText('cart', { selector: 'a, span' });
    expect(
      new Set(names.map(name => name.getAttribute('href') ?? undefined)),
    ).toEqual(new Set([href]));
  });
});

it('gives spreadsheets text that stays text', () => {
  const [cart] = rowsOf(sampleMatrix);
  const [cell] = cart.cells;
  const csv = csvOf([
    {
      ...cart,
      name: '=HYPERLINK("http://evil")',
      cells: [
        { ...cell, version: '-1+1', author: 'Doe, "J"' },
        { ...cell, version: '1.10', commit: '12e4567' },
      ],
    },
  ]);
  const [header, line, numbers, rest] = csv.split('\r\n');
  expect(header.split(',').slice(0, 3)).toEqual([
    'service',
    'repository',
    'teams',
  ]);
  expect(line).toContain(`"'=HYPERLINK(""http://evil"")",acme/app-config`);
  expect(line).toContain(`"'-1+1",first,first,unknown,`);
  expect(line).toContain(`"Doe, ""J"""`);
  // As they are written, and in quotes: who reads those as text does not read numbers.
  expect(numbers).toContain('"1.10",first,first,unknown,');
  expect(numbers).toContain('"12e4567"');
  expect(rest).toBe('');
});
