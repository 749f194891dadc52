import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { Finding } from '@plumbline/plugin-plumbline-common';
import { plumblineApiRef } from '@plumbline/plugin-plumbline-react';
import {
  fakeError,
  FakePlumblineApi,
  sampleSources,
} from '@plumbline/plugin-plumbline-react/testUtils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { askedOf, columnsOf, placeWords, searchOfFacts } from './factFilters';
import { sourcesPlugin } from './plugin';

const repository = 'acme/app-config';
const location = (path: string, line: number) => ({
  repository,
  revision: '4f1c0b7e9d2a4f1c0b7e9d2a4f1c0b7e9d2a4f1c',
  path,
  line,
});

function finding(severity: Finding['severity'], path: string) {
  return {
    repository,
    teams: ['group:default/payments'],
    fact: {
      rule: 'plaintext-secret',
      severity,
      location: location(path, 7),
      message: `About ${path}`,
      fix: 'Rotate it',
    },
  };
}

function apiOf(): FakePlumblineApi {
  const api = new FakePlumblineApi({ sources: sampleSources });
  api.said = {
    services: [
      {
        repository,
        teams: ['group:default/checkout'],
        fact: {
          name: 'cart',
          path: 'apps/cart',
          environments: [
            {
              environment: 'production',
              cluster: 'prod-eu',
              versions: [
                {
                  kind: 'image',
                  name: 'registry.acme.example/cart',
                  value: '1.8.2',
                  key: 'images[0].newTag',
                  evidence: {
                    type: 'file',
                    location: location('apps/cart/kustomization.yaml', 12),
                  },
                },
              ],
            },
            { environment: 'staging', cluster: 'a', versions: [] },
            { environment: 'staging', cluster: 'b', versions: [] },
          ],
        },
      },
    ],
    findings: [finding('warning', 'a.yaml'), finding('info', 'b.yaml')],
  };
  return api;
}

function open(path: string, api: FakePlumblineApi) {
  return renderTestApp({
    features: [sourcesPlugin],
    apis: [[plumblineApiRef, api], mockApis.permission()],
    initialRouteEntries: [`/sources/repository/${path}`],
  });
}

describe('the page of a repository', () => {
  it('shows services first, with the line that pins each version', async () => {
    open(repository, apiOf());
    const services = await screen.findByRole('list', { name: 'Services' });
    expect(services).toHaveTextContent('production (prod-eu)');
    expect(services).toHaveTextContent(
      'staging × 2 clustersno version is pinned',
    );
    expect(
      within(services).getByRole('link', { name: /^1.8.2 of/ }),
    ).toHaveAttribute('href', expect.stringMatching(/kustomization.yaml#L12$/));
    expect(screen.getByRole('heading', { name: repository })).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Findings 2' })).toBeVisible();
  });

  it('tells a version once, with all lines that pin it', async () => {
    const api = apiOf();
    const [{ fact }] = api.said.services ?? [];
    const [pin] = fact.environments[0].versions;
    const also = (line: number) => ({
      ...pin,
      evidence: {
        type: 'file' as const,
        location: location('apps/cart/kustomization.yaml', line),
      },
    });
    fact.environments[0].versions.push(also(12), also(40));
    open(repository, api);
    const services = await screen.findByRole('list', { name: 'Services' });
    expect(
      within(services)
        .getAllByRole('link')
        .map(link => link.textContent),
    ).toEqual(['1.8.2', 'line 40', 'checkout']);
  });

  it('says what nobody claims, and once if that is everything', async () => {
    const api = apiOf();
    const [finding1, finding2] = api.said.findings ?? [];
    finding1.teams = [];
    const { unmount } = open(`${repository}?show=findings`, api);
    expect(await screen.findAllByText('nobody claims it')).toHaveLength(1);
    unmount();
    api.said = { findings: [finding1, { ...finding2, teams: [] }] };
    open(`${repository}?show=findings`, api);
    expect(
      await screen.findByText('nobody claims anything in it'),
    ).toBeVisible();
    await screen.findByRole('list', { name: 'Findings' });
    expect(screen.queryByText('nobody claims it')).toBeNull();
  });

  it('starts with findings when one is an error', async () => {
    const api = apiOf();
    api.said.findings = [finding('error', 'a.yaml')];
    open(repository, api);
    const findings = await screen.findByRole('list', { name: 'Findings' });
    expect(findings).toHaveTextContent('errorplaintext-secretAbout a.yaml');
    expect(
      within(findings).getByRole('link', { name: 'payments' }),
    ).toBeVisible();
  });

  it('takes filters from the address, and offers a way back when nothing fits', async () => {
    const api = apiOf();
    open(
      `${repository}?show=findings&severity=error&team=group:default/x`,
      api,
    );
    await screen.findByText('Nothing fits these filters');
    expect(api.factQueries).toEqual([
      {
        kind: 'findings',
        repository,
        severity: 'error',
        team: 'group:default/x',
      },
    ]);
    await userEvent.click(screen.getByRole('button', { name: 'Show all 2' }));
    await screen.findByRole('list', { name: 'Findings' });
  });

  it('pages', async () => {
    const api = apiOf();
    api.pageSize = 1;
    open(`${repository}?show=findings`, api);
    const button = await screen.findByRole('button', { name: 'Next page' });
    await userEvent.click(button);
    expect(await screen.findByText('About b.yaml')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'First page' }));
    expect(await screen.findByText('About a.yaml')).toBeVisible();
  });

  it.each([
    ['policies', 'No policy of a cluster or a CI job was found'],
    ['skipped', 'dumps/catalog.yaml'],
  ])('says what there is of %s', async (show, words) => {
    open(`${repository}?show=${show}`, apiOf());
    expect(await screen.findByText(new RegExp(words))).toBeVisible();
  });

  it.each([
    ['acme/platform-config', /What follows was read before. fetch failed/],
    ['acme/legacy-monolith', /Failed: nothing is known yet/],
    ['acme/none', /There is no repository acme\/none in the index/],
  ])('tells the state of %s', async (name, words) => {
    open(name, apiOf());
    expect(await screen.findByText(words)).toBeVisible();
  });

  it('leads from an unknown repository to those that there are', async () => {
    open('acme/none', apiOf());
    expect(
      await screen.findByRole('link', { name: 'All sources' }),
    ).toHaveAttribute('href', '/sources');
  });

  it('says when it may not be read', async () => {
    const denied = apiOf();
    denied.sourcesError = fakeError(403, 'no');
    open(repository, denied);
    expect(await screen.findByText('You may not read Plumbline')).toBeVisible();
  });

  it('tries again', async () => {
    const api = apiOf();
    api.factsError = fakeError(500, 'broken');
    open(repository, api);
    const retry = await screen.findByRole('button', { name: 'Try again' });
    api.factsError = undefined;
    await userEvent.click(retry);
    expect(await screen.findByRole('list', { name: 'Services' })).toBeVisible();
  });
});

it('writes an address that it reads back', () => {
  const filters = {
    text: 'a b',
    rule: 'x',
    severity: 'error',
    cursor: 'c',
  } as const;
  const { view, filters: read } = askedOf(searchOfFacts('findings', filters));
  expect({ view, ...read }).toEqual({ view: 'findings', ...filters });
  expect(askedOf('?show=nonsense&severity=fatal').view).toBeUndefined();
});

it.each([
  [[], ''],
  [[{ environment: 'dev' }], 'dev'],
  [[{ environment: 'dev', cluster: 'a' }], 'dev (a)'],
  [
    [
      { environment: 'prod', cluster: 'a' },
      { environment: 'prod', cluster: 'b' },
      { cluster: 'c' },
    ],
    'prod × 2 clusters, no environment (c)',
  ],
])('sums up %j', (places, words) => {
  expect(placeWords(places)).toBe(words);
});

it.each([
  [
    ['staging', 'production'],
    ['production', 'staging'],
  ],
  [
    ['production', undefined],
    [undefined, 'production'],
  ],
  [undefined, ['a', 'b', 'c', 'd', 'e']],
  [undefined, []],
])('gives the columns %j to services of %j', (columns, environments) => {
  const api = apiOf();
  const [found] = api.said.services ?? [];
  found.fact.environments = environments.map(environment => ({
    environment,
    versions: [],
  }));
  expect(
    columnsOf([found], {
      environments: ['a', 'b', 'c', 'd', 'e', 'staging', 'production'],
    }),
  ).toEqual(columns);
});
