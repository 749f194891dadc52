import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { SourceStatus } from '@plumbline/plugin-plumbline-common';
import { plumblineApiRef } from '@plumbline/plugin-plumbline-react';
import {
  fakeError,
  FakePlumblineApi,
} from '@plumbline/plugin-plumbline-react/testUtils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sourcesPlugin } from './plugin';

const minutesAgo = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000).toISOString();
const cluster: SourceStatus = {
  id: 'cluster:prod-eu',
  kind: 'cluster',
  name: 'prod-eu',
  environment: 'production',
  provider: 'kubernetes',
  state: 'ok',
  followed: true,
  lastSuccess: minutesAgo(0),
  lastAttempt: minutesAgo(0),
  counts: { objects: 1_204, skipped: 0 },
  unread: [
    { group: '', kind: 'Node', state: 'forbidden', reason: 'not allowed' },
  ],
};

function apiOf(source = cluster): FakePlumblineApi {
  const api = new FakePlumblineApi({ sources: [source] });
  api.resources = [
    {
      group: '',
      version: 'v1',
      kind: 'Pod',
      state: 'current',
      count: 1_200,
      currentUntil: minutesAgo(0),
    },
    {
      group: '',
      version: 'v1',
      kind: 'Node',
      state: 'forbidden',
      count: 4,
      error: 'nodes is forbidden',
      currentUntil: minutesAgo(90),
    },
    {
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
      state: 'failed',
      count: 0,
      error: 'hangs',
    },
  ];
  return api;
}

function open(api: FakePlumblineApi, path = '/sources/cluster/prod-eu') {
  return renderTestApp({
    features: [sourcesPlugin],
    apis: [[plumblineApiRef, api], mockApis.permission()],
    initialRouteEntries: [path],
  });
}

it('shows each kind, what cannot be read first', async () => {
  open(apiOf());
  const list = await screen.findByRole('list', { name: 'Kinds of objects' });
  const rows = within(list).getAllByRole('listitem');
  expect(rows.map(row => row.textContent)).toEqual([
    expect.stringMatching(/^Deployment apps\/v10cannot be read.*hangs$/),
    expect.stringMatching(/^Node v14may not be read, known until.*forbidden$/),
    expect.stringMatching(/^Pod v11,200known until/),
  ]);
  expect(screen.getByText(/all changes are known until/)).toBeVisible();
});

it('leads there from all sources, which say that something is not read', async () => {
  open(apiOf(), '/sources');
  expect(await screen.findByText('Node is not read')).toBeVisible();
  await userEvent.click(screen.getByRole('link', { name: 'prod-eu' }));
  expect(
    await screen.findByRole('list', { name: 'Kinds of objects' }),
  ).toBeVisible();
});

it('says why a cluster cannot be followed, and that nothing is known yet', async () => {
  const api = apiOf({
    ...cluster,
    state: 'failed',
    lastSuccess: undefined,
    counts: undefined,
    error: 'the token has expired',
  });
  api.resources = [];
  open(api);
  expect(await screen.findByText('the token has expired')).toBeVisible();
  expect(screen.getByText(/nothing is known yet/)).toBeVisible();
});

it('shows a snapshot: its kinds, its age, how it came, what is missing of it', async () => {
  const taken = minutesAgo(12);
  const jobs = 'could not be listed: Forbidden';
  const api = apiOf({
    ...cluster,
    provider: 'pushed',
    followed: undefined,
    state: 'stale',
    lastSuccess: taken,
    lastAttempt: minutesAgo(3),
    error: 'The push of today was refused: cut off',
    counts: { objects: 1_201, skipped: 3 },
    skipped: [
      { path: 'jobs', reason: jobs },
      { path: 'object 7', reason: 'is larger than 4 MB' },
    ],
  });
  api.resources = [
    {
      group: '',
      version: 'v1',
      kind: 'Pod',
      state: 'current',
      count: 1_200,
      listedAt: taken,
      currentUntil: taken,
    },
    {
      group: 'batch',
      version: '',
      kind: 'Job',
      state: 'failed',
      count: 1,
      error: jobs,
      currentUntil: minutesAgo(60),
    },
  ];
  open(api);
  const list = await screen.findByRole('list', { name: 'Kinds of objects' });
  expect(
    within(list)
      .getAllByRole('listitem')
      .map(row => row.textContent),
  ).toEqual([
    expect.stringMatching(
      /^Job batch1cannot be read.*, known until.*Forbidden$/,
    ),
    'Pod v11,200',
  ]);
  expect(
    screen.getByText(/a snapshot that it pushed, taken/).textContent,
  ).toContain('12 min ago');
  expect(screen.getByText(/^tried/).textContent).toContain('3 min ago');
  expect(screen.getByText(/was refused: cut off/)).toBeVisible();
  const missing = screen.getByRole('list', { name: 'Not read' });
  expect(
    within(missing)
      .getAllByRole('listitem')
      .map(row => row.textContent),
  ).toEqual(['object 7is larger than 4 MB']);
  expect(screen.getByText('and 1 more')).toBeVisible();
});

it('says that there is no such cluster', async () => {
  open(apiOf(), '/sources/cluster/none');
  expect(await screen.findByText(/There is no cluster none/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'All sources' })).toBeVisible();
});

it('can be tried again', async () => {
  const api = apiOf();
  api.sourcesError = fakeError(503, 'down');
  open(api);
  const again = await screen.findByRole('button', { name: /again/i });
  api.sourcesError = undefined;
  await userEvent.click(again);
  expect(
    await screen.findByRole('list', { name: 'Kinds of objects' }),
  ).toBeVisible();
});
