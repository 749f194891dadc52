import { containerImages, imageVersion, splitImage } from './workload';

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
});
