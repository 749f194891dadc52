import { overrideImage } from './images';

it.each([
  ['acme/cart:1', 'acme/cart', 'acme/cart:2'],
  ['acme/cart', 'acme/cart', 'acme/cart:2'],
  ['acme/cart:1@sha256:ab', 'acme/cart', 'acme/cart:2'],
  // kustomize takes a name with a tag for that one image.
  ['acme/cart:latest', 'acme/cart:latest', 'acme/cart:2'],
  ['acme/cart:latest@sha256:ab', 'acme/cart:latest', 'acme/cart:2'],
  ['acme/cart:1', 'acme/cart:latest', 'acme/cart:1'],
  ['acme/carts:1', 'acme/cart', 'acme/carts:1'],
  ['acme/cart@sha256:ab', 'acme', 'acme/cart@sha256:ab'],
])('%s is meant by %s: %s', (image, name, expected) => {
  expect(overrideImage(image, { position: 0, name, newTag: '2' })).toBe(
    expected,
  );
});
