import { Resource } from '../readers/kustomize/resource';
import { Lookup } from './lookup';

function configMap(
  path: string,
  name: string,
  namespace?: string,
  line = 1,
): Resource {
  return {
    value: {},
    location: { repository: 'acme/config', revision: 'main', path, line },
    lines: 1,
    identities: [
      { group: '', version: 'v1', kind: 'ConfigMap', namespace, name },
    ],
    places: [],
    origins: new Map(),
  };
}

const deep = Array.from({ length: 1_000 }, (_, at) => `d${at}`).join('/');

it.each<
  [
    of: string,
    namespace: string | undefined,
    near: string,
    expected: string | undefined,
  ]
>([
  ['alone', undefined, 'clusters/eu/apps.yaml', 'clusters/us/a.yaml'],
  ['alone', 'shop', 'clusters/eu/apps.yaml', 'clusters/us/a.yaml'],
  ['alone', 'flux-system', 'clusters/eu/apps.yaml', undefined],
  ['vars', undefined, 'clusters/eu/apps.yaml', 'clusters/eu/a.yaml'],
  ['vars', 'shop', 'clusters/us/b/apps.yaml', 'clusters/us/b/c.yaml'],
  ['vars', 'shop', 'clusters/us/apps.yaml', 'clusters/us/a.yaml'],
  ['vars', 'other', 'clusters/us/b/apps.yaml', 'clusters/us/none.yaml'],
  ['vars', 'other', 'clusters/eu/apps.yaml', 'clusters/us/none.yaml'],
  ['vars', undefined, '', 'clusters/us/none.yaml'],
  ['deep', undefined, `${deep}/a.yaml`, `${deep}/a.yaml`],
  ['deep', undefined, 'd0/d1/x/b.yaml', 'd0/d1/x/a.yaml'],
  ['missing', undefined, 'a.yaml', undefined],
])('finds %s in %s nearest to %s', (name, namespace, near, expected) => {
  const lookup = new Lookup();
  for (const resource of [
    configMap('clusters/us/a.yaml', 'alone', 'shop'),
    configMap('clusters/us/a.yaml', 'vars', 'shop'),
    configMap('clusters/eu/a.yaml', 'vars', 'shop'),
    configMap('clusters/us/b/c.yaml', 'vars', 'shop'),
    configMap(`${deep}/a.yaml`, 'deep', 'shop'),
  ]) {
    lookup.add(resource);
  }
  // One that is found stays to be found when others come.
  lookup.find('ConfigMap', namespace, name, near);
  lookup.add(configMap('clusters/us/none.yaml', 'vars'));
  lookup.add(configMap('d0/d1/x/a.yaml', 'deep', 'shop'));
  expect(lookup.find('ConfigMap', namespace, name, near)?.location.path).toBe(
    expected,
  );
});

it('is done soon with objects that lie a thousand directories deep', () => {
  const started = process.cpuUsage().user;
  const lookup = new Lookup();
  for (let at = 0; at < 10_000; at++) {
    lookup.add(configMap(`${deep}/a.yaml`, `a${at}`, 'x', at));
    lookup.add(configMap(`${deep}/a.yaml`, `a${at % 100}`, `x${at}`, at));
  }
  expect(
    lookup.find('ConfigMap', 'x', 'a7', `${deep}/b.yaml`)?.location.line,
  ).toBe(7);
  expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
});
