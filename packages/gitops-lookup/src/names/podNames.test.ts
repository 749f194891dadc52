import { controllersOf, controllersOfPod } from './podNames';

const of = (pod: string) =>
  controllersOfPod(pod).map(
    ({ kind, name, prefix }) => `${kind} ${name}${prefix ? '…' : ''}`,
  );

describe('controllersOfPod', () => {
  it.each([
    [
      'cart-6f5c9799d8-mf6hp',
      [
        'Deployment cart',
        'Rollout cart',
        'ReplicaSet cart-6f5c9799d8',
        'DaemonSet cart-6f5c9799d8',
        'Job cart-6f5c9799d8',
      ],
    ],
    [
      'backup-29923680-x2k4z',
      [
        'CronJob backup',
        'Job backup-29923680',
        'Job backup',
        'DaemonSet backup-29923680',
        'ReplicaSet backup-29923680',
      ],
    ],
    ['postgres-0', ['StatefulSet postgres']],
    [
      'node-exporter-mf6hp',
      [
        'DaemonSet node-exporter',
        'Job node-exporter',
        'ReplicaSet node-exporter',
      ],
    ],
    [
      'import-3-mf6hp',
      [
        'Job import',
        'DaemonSet import-3',
        'Job import-3',
        'ReplicaSet import-3',
      ],
    ],
    // Vowels and other letters never occur in hashes or suffixes.
    ['cart-api-server', []],
    ['shop-cart-mouse', []],
    ['cart', []],
    ['', []],
    // 2 and g are in the alphabet of suffixes, not in that of hashes.
    [
      'cart-2g-mf6hp',
      ['DaemonSet cart-2g', 'Job cart-2g', 'ReplicaSet cart-2g'],
    ],
    ['foo-5', ['StatefulSet foo']],
    ['foo-123456', []],
  ])('%s', (pod, expected) => {
    expect(of(pod)).toEqual(expected);
  });

  it('cuts long names as Kubernetes does', () => {
    const long = 'a-very-long-deployment-name-that-goes-on-and-on-and';
    const pod = `${`${long}-6f5c9799d8-`.slice(0, 58)}mf6hp`;
    expect(pod).toHaveLength(63);
    expect(of(pod)).toContain(`Deployment ${long}`);
    const longer = 'x'.repeat(60);
    expect(of(`${longer.slice(0, 58)}mf6hp`)).toContain(
      `Deployment ${'x'.repeat(58)}…`,
    );
  });

  it('stays quick on hostile names', () => {
    const started = process.cpuUsage().user;
    controllersOfPod('4-'.repeat(20_000));
    expect(process.cpuUsage().user - started).toBeLessThan(500_000);
  });
});

describe('controllersOf', () => {
  it.each([
    ['Job', 'backup-29923680', ['CronJob backup']],
    ['Job', 'backup-2992', []],
    ['ReplicaSet', 'cart-6f5c9799d8', ['Deployment cart', 'Rollout cart']],
    [
      'PersistentVolumeClaim',
      'data-my-postgres-0',
      ['StatefulSet my-postgres', 'StatefulSet postgres'],
    ],
    ['PersistentVolumeClaim', 'uploads', []],
    ['Deployment', 'cart-0', []],
  ])('%s %s', (kind, name, expected) => {
    expect(
      controllersOf(kind, name).map(found => `${found.kind} ${found.name}`),
    ).toEqual(expected);
  });
});
