import { parsedFiles } from '../../__testUtils__/parsedFiles';
import { versionFilesReader } from '.';

/** `service environment kind=value line key` of each pin. */
function pins(files: Record<string, string>) {
  return (versionFilesReader.read(parsedFiles(files)).pins ?? []).map(
    ({ service, environment, pin }) =>
      `${service} ${environment} ${pin.kind}=${pin.value} ${
        pin.evidence.type === 'file' ? pin.evidence.location.line : ''
      } ${pin.key}`,
  );
}

describe('versions in files of their own', () => {
  it.each<[string, string, string, string[]]>([
    [
      'a tag with switches, without an extension',
      'tags/staging/cart',
      'image_tag: v12\nautomatic_deploys: true\npromote:\n',
      ['cart staging image=v12 1 image_tag'],
    ],
    [
      'charts by their repository, in a file that is the environment',
      'helm-versions/integration',
      '# url chart: version\nhttps://charts.example.com cart-db: "1.10"\nhttps://charts.example.com web: 2.0.1 \n',
      [
        'cart-db integration chart=1.10 2 https://charts.example.com cart-db',
        'web integration chart=2.0.1 3 https://charts.example.com web',
      ],
    ],
    [
      'a name that speaks of another environment',
      'tags/production/cart-test-app',
      'image_tag: v1',
      ['cart-test-app production image=v1 1 image_tag'],
    ],
    [
      'a bare tag',
      'envs/prod/cart',
      '# by the bot\nv3.1\n',
      ['cart production image=v3.1 2 tag'],
    ],
    [
      'a bare tag in a file that is named for it',
      'apps/cart/prod/image-tag.txt',
      'main-12\n',
      ['cart production image=main-12 1 tag'],
    ],
    [
      'an extension that says so',
      'prod/cart.version',
      '1.2.3\n',
      ['cart production image=1.2.3 1 tag'],
    ],
    [
      'variables, among others',
      'shop/prod/.env',
      'REGION=eu\nCART_API_TAG="1.2.0"\nexport IMAGE_TAG=7f3\nPASSWORD=x1\n',
      [
        'cart-api production image=1.2.0 2 CART_API_TAG',
        'shop production image=7f3 3 IMAGE_TAG',
      ],
    ],
    [
      'JSON',
      'staging/cart.json',
      '{ "tag": "1.2" }',
      ['cart staging image=1.2 1 tag'],
    ],
    [
      'a map of services',
      'env/dev/versions.yaml',
      'cart: 1.20\nweb: v2.0\n',
      [
        'cart development image=1.20 1 cart',
        'web development image=v2.0 2 web',
      ],
    ],
    [
      'a version of a chart',
      'cart/prod.yaml',
      'chartVersion: 4.0.0\nversion: 41\n',
      [
        'cart production chart=4.0.0 1 chartVersion',
        'cart production image=41 2 version',
      ],
    ],
    [
      'an environment in the directory of a cluster',
      'config/clusters/eu-1/prod.yaml',
      'image_tag: v12\n',
      ['clusters production image=v12 1 image_tag'],
    ],
    ['no environment', 'tags/cart', 'image_tag: v12\n', []],
    ['settings', 'prod/settings.yaml', 'region: eu-west\nversion: 1.2\n', []],
    [
      'versions of tools',
      'prod/versions.tf.json',
      '{"terraform_version": "1.2.0"}',
      [],
    ],
    [
      'a manifest',
      'prod/x.yaml',
      'apiVersion: v1\nkind: X\nversion: 1.0\n',
      [],
    ],
    ['words', 'prod/run', 'echo\n', []],
    ['a script', 'prod/deploy', '#!/bin/sh\nset -e\n', []],
    ['a template', 'prod/cart', 'image_tag: {{ tag }}\n', []],
    ['an empty file', 'test/cart', '', []],
  ])('%s', (_, path, text, expected) => {
    expect(
      pins({ [path]: text, 'a/prod/b.yaml': '', 'a/dev/b.yaml': '' }),
    ).toEqual(expected);
  });

  it.each([
    ['tags/test/cart', true],
    ['helm-versions/production', true],
    ['prod/.env', true],
    ['prod/cart.version', true],
    ['prod/README', false],
    ['prod/Dockerfile', false],
    ['prod/main.go', false],
    ['tags/cart', false],
    ['charts/x/templates/prod/NOTES', false],
    ['production', false],
  ])('asks for %s: %s', (path, wanted) => {
    expect(versionFilesReader.wants(path)).toBe(wanted);
  });
});

it('calls an image by the name that is written with its version', () => {
  const { pins: found = [] } = versionFilesReader.read(
    parsedFiles({ 'cart/prod.yaml': 'image: reg.example:5000/shop/web:1.2\n' }),
  );
  expect(
    found.map(({ service, pin }) => [service, pin.name, pin.value]),
  ).toEqual([['cart', 'reg.example:5000/shop/web', '1.2']]);
});

it('reads the images that hubploy gives to a hub, in each environment that it has values for', () => {
  expect(
    pins({
      'deployments/astro/hubploy.yaml':
        'images:\n  images:\n    - name: pkg.example/user/astro:ffc7\n    - {name: pkg.example/user/built, path: image/}\n',
      'deployments/biology/hubploy.yaml':
        'images: {image_name: "pkg.example/user/biology:9cb7"}\n',
      ...Object.fromEntries(
        ['common', 'prod', 'staging'].map(name => [
          `deployments/astro/config/${name}.yaml`,
          'a: 1\n',
        ]),
      ),
    }),
  ).toEqual([
    'astro production image=ffc7 3 images.images[0].name',
    'astro staging image=ffc7 3 images.images[0].name',
  ]);
});
