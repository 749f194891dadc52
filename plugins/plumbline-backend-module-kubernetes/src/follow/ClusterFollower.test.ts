import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@plumbline/gitops-reader';
import { AccessRule, everyResource } from '@plumbline/kubernetes-access';
import http from 'node:http';
import { quick } from '../__testUtils__/following';
import { until } from '../__testUtils__/kubernetes';
import { MemoryPicture } from '../__testUtils__/MemoryPicture';
import { accessTo } from '../connect/ClusterAccess';
import { KubernetesClient } from '../connect/KubernetesClient';
import { ClusterFollower } from './ClusterFollower';
import { Semaphore } from './Semaphore';
import { defaultTiming, Timing } from './timing';

jest.setTimeout(60_000);

const verbs = ['list', 'watch'];
const rules: AccessRule[] = [
  { group: '', why: 'a test', whole: ['nodes', 'pods'] },
];

/** What the stand-in for an API server answers, by path: an object, or a status. */
let answers: Record<string, JsonObject | number>;
let asked: string[];
let server: http.Server;
let stop: () => Promise<void>;

const looks = () => asked.filter(path => path === '/apis').length;

beforeEach(async () => {
  asked = [];
  answers = {
    '/apis': { groups: [] },
    '/api/v1': {
      resources: [
        { name: 'pods', kind: 'Pod', verbs },
        { name: 'nodes', kind: 'Node', verbs },
      ],
    },
    '/api/v1/namespaces/kube-system': { metadata: { uid: 'cluster' } },
    '/api/v1/pods': { metadata: { resourceVersion: '7' }, items: [] },
    '/api/v1/nodes': { metadata: { resourceVersion: '7' }, items: [] },
  };
  server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://a');
    asked.push(pathname);
    const answer = answers[pathname];
    if (typeof answer === 'number') {
      response.writeHead(answer, { 'retry-after': '60' }).end();
    } else if (searchParams.has('watch')) {
      response.flushHeaders();
    } else {
      response.end(JSON.stringify(answer));
    }
  });
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
});

afterEach(async () => {
  await stop();
  server.closeAllConnections();
  server.close();
});

function follow(
  timing: Partial<Timing>,
  picture = new MemoryPicture(),
  logger = mockServices.logger.mock(),
  wanted = rules,
) {
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const aborting = new AbortController();
  const done = new ClusterFollower({
    client: new KubernetesClient(accessTo({ type: 'url', url }), {
      connect: 10_000,
      response: 10_000,
      silence: 60_000,
    }),
    rules: wanted,
    picture,
    lists: new Semaphore(1),
    timing: { ...defaultTiming, ...quick, ...timing },
    logger,
    signal: aborting.signal,
  }).run();
  stop = async () => {
    aborting.abort();
    await done;
  };
  return picture;
}

describe('a kind that is not served any more', () => {
  it.each([
    ['stays while it was not missing for long', 60_000, ['/Pod', '/Node']],
    ['is gone when it was', 0, ['/Pod']],
  ])('%s', async (_, confirm, kinds) => {
    const picture = follow({ confirm, rediscover: 20 });
    await until(() => picture.diary.includes('heard Node'));
    answers['/api/v1'] = { resources: [{ name: 'pods', kind: 'Pod', verbs }] };
    const before = looks();
    await until(() => looks() > before + 5);
    expect([...picture.kept.keys()].sort()).toEqual(kinds.sort());
  });
});

it('does not look in a circle where looking fails', async () => {
  const logger = mockServices.logger.mock();
  const picture = follow({ rediscover: 200 }, new MemoryPicture(), logger);
  await until(() => picture.diary.includes('heard Node'));
  answers['/apis'] = 503;
  await until(() => logger.warn.mock.calls.length > 0);
  const before = looks();
  await new Promise(resolve => setTimeout(resolve, 1_000));
  expect(looks()).toBe(before);
  expect(logger.warn).toHaveBeenCalledTimes(1);
  expect(logger.warn).toHaveBeenCalledWith(
    expect.stringContaining('cannot be looked up'),
    { reason: expect.stringContaining('answered 503'), seconds: 60 },
  );
});

it('lists every kind of a group that makes up its own, and no Secret', async () => {
  const group = 'constraints.gatekeeper.sh';
  const resource = (name: string, kind: string) => ({ name, kind, verbs });
  answers['/apis'] = {
    groups: [
      {
        name: group,
        versions: [{ version: 'v1beta1' }, { version: 'v1alpha1' }],
        preferredVersion: { version: 'v1beta1' },
      },
    ],
  };
  answers[`/apis/${group}/v1beta1`] = {
    resources: [
      resource('k8srequiredlabels', 'K8sRequiredLabels'),
      resource('k8srequiredlabels/status', 'K8sRequiredLabels'),
      resource('secrets', 'Secrets'),
    ],
  };
  answers[`/apis/${group}/v1alpha1`] = {
    resources: [
      resource('k8srequiredlabels', 'K8sRequiredLabels'),
      resource('k8sold', 'K8sOld'),
    ],
  };
  answers[`/apis/${group}/v1beta1/k8srequiredlabels`] = answers['/api/v1/pods'];
  answers[`/apis/${group}/v1alpha1/k8sold`] = answers['/api/v1/pods'];
  const picture = follow({}, new MemoryPicture(), undefined, [
    { group, why: 'a test', whole: [everyResource] },
  ]);
  await until(
    () =>
      picture.diary.includes('heard K8sRequiredLabels') &&
      picture.diary.includes('heard K8sOld'),
  );
  expect(asked.filter(path => path.includes('secret'))).toEqual([]);
  expect([...picture.kept.keys()].sort()).toEqual([
    `${group}/K8sOld`,
    `${group}/K8sRequiredLabels`,
  ]);
});

it.each<[string, (now: number) => string, number]>([
  ['was listed lately', now => `cluster:whole:${now}:5`, 0],
  ['was last listed long ago', now => `cluster:whole:${now - 2e8}:5`, 1],
  ['is of another cluster', now => `other:whole:${now}:5`, 1],
  ['was not read whole', now => `cluster:metadata:${now}:5`, 1],
  ['was kept in another form', () => 'cluster:whole:5', 1],
])('goes on from where it stood, unless that %s', async (_, point, lists) => {
  const picture = new MemoryPicture();
  const pods = { group: '', version: 'v1', kind: 'Pod' };
  await picture.heard(pods, point(Date.now()));
  picture.diary.length = 0;
  follow({}, picture);
  await until(() => picture.diary.includes('heard Pod'));
  expect(picture.diary.filter(entry => entry === 'list Pod')).toHaveLength(
    lists,
  );
  const kept = picture.kept.get('/Pod')?.resourceVersion;
  expect(kept).toMatch(/^cluster:whole:\d{13}:[57]$/);
});
