import { JsonObject } from '../facts';
import {
  containerImages,
  imageVersion,
  ownChart,
  splitImage,
} from './workload';

describe('images', () => {
  it.each([
    ['nginx', 'nginx', undefined],
    ['nginx:1.10', 'nginx', '1.10'],
    ['acme.example:5000/cart', 'acme.example:5000/cart', undefined],
    ['acme.example:5000/cart:41', 'acme.example:5000/cart', '41'],
    ['cart@sha256:ab', 'cart', 'sha256:ab'],
    ['cart:1@sha256:ab', 'cart', '1@sha256:ab'],
  ])('%s is %s at %s', (image, name, version) => {
    const parts = splitImage(image);
    expect([parts.name, imageVersion(parts)]).toEqual([name, version]);
  });

  it('are taken from the tags of an ImageStream, unless those follow others', () => {
    expect(
      containerImages({
        kind: 'ImageStream',
        spec: {
          tags: [
            {
              name: 'latest',
              from: { kind: 'ImageStreamTag', name: 'cart:v2' },
            },
            {
              name: 'v2',
              from: { kind: 'DockerImage', name: 'quay.io/acme/cart:v2' },
            },
            { name: 'v1' },
          ],
        },
      }),
    ).toEqual([
      {
        container: 'v2',
        image: 'quay.io/acme/cart:v2',
        path: ['spec', 'tags', 1, 'from', 'name'],
        key: 'spec.tags[name=v2].from.name',
      },
    ]);
  });

  it.each([
    ['postgresql.cnpg.io/v1', 'Cluster', 'imageName', 'imageName'],
    ['pkg.crossplane.io/v1', 'Provider', 'package', 'package'],
    ['pkg.crossplane.io/v1beta1', 'Function', 'package', 'package'],
    [
      'postgres-operator.crunchydata.com/v1beta1',
      'PostgresCluster',
      'image',
      'image',
    ],
    ['cluster.x-k8s.io/v1', 'Cluster', 'imageName', undefined],
    ['operators.acme.example/v1', 'Proxy', 'image', 'image'],
    ['apps/v1', 'Proxy', 'image', undefined],
  ])('of %s %s stand in spec.%s', (apiVersion, kind, field, found) => {
    const image = 'ghcr.io/acme/postgres:17.2';
    expect(
      containerImages({ apiVersion, kind, spec: { [field]: image } }),
    ).toEqual(
      found === undefined
        ? []
        : [
            {
              container: found,
              image,
              path: ['spec', found],
              key: `spec.${found}`,
            },
          ],
    );
  });
});

it('finds an image further down, where an operator has it there', () => {
  const image = 'registry.acme.example/nfd@sha256:ab';
  expect(
    containerImages({
      apiVersion: 'nfd.openshift.io/v1',
      kind: 'NodeFeatureDiscovery',
      spec: { operand: { image } },
    }),
  ).toEqual([
    {
      container: 'operand.image',
      image,
      path: ['spec', 'operand', 'image'],
      key: 'spec.operand.image',
    },
  ]);
});

describe('images of custom resources', () => {
  const image = 'ghcr.io/acme/proxy:2.1';

  it.each([
    [
      'a name alone, which leaves the version to the operator',
      { image: 'ghcr.io/acme/proxy' },
    ],
    [
      'a block of settings',
      { image: { repository: 'ghcr.io/acme/proxy', tag: '2.1' } },
    ],
    ['a list of pods', { image, template: { spec: { containers: [] } } }],
  ])('are none where there is %s', (_, spec) => {
    expect(
      containerImages({ apiVersion: 'acme.example/v1', kind: 'Proxy', spec }),
    ).toEqual([]);
  });
});

describe('the chart that an operator is to install', () => {
  it.each<
    [
      apiVersion: string,
      kind: string,
      spec: JsonObject,
      chart: string | undefined,
    ]
  >([
    [
      'application.giantswarm.io/v1alpha1',
      'App',
      { name: 'cart', version: '1.2', catalog: 'acme' },
      'cart 1.2 spec.version',
    ],
    [
      'helm.cattle.io/v1',
      'HelmChart',
      { chart: 'oci://acme.example/charts/cart', version: '1.2' },
      'cart 1.2 spec.version',
    ],
    [
      'addons.cluster.x-k8s.io/v1alpha1',
      'HelmChartProxy',
      { chartName: 'cart', version: '1.2' },
      'cart 1.2 spec.version',
    ],
    [
      'helm.crossplane.io/v1beta1',
      'Release',
      { forProvider: { chart: { name: 'cart', version: '1.2' } } },
      'cart 1.2 spec.forProvider.chart.version',
    ],
    ['helm.cattle.io/v1', 'HelmChart', { chart: 'cart' }, undefined],
    ['app.k8s.io/v1beta1', 'App', { name: 'cart', version: '1.2' }, undefined],
  ])('of %s %s', (apiVersion, kind, spec, expected) => {
    const chart = ownChart({ apiVersion, kind, spec });
    expect(
      chart && `${chart.name} ${chart.version} ${chart.path.join('.')}`,
    ).toBe(expected);
  });
});
