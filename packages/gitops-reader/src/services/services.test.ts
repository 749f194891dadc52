import { DeclaredObject, ServicePin } from '../facts';
import { versionPin } from '../versionPin';
import { servicesOf } from '.';

const at = (path: string) => ({
  repository: 'acme/app',
  revision: 'r',
  path,
  line: 3,
});

function workload(
  name: string,
  path: string,
  tag: string,
  more: Partial<DeclaredObject> = {},
): DeclaredObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name,
    location: at(path),
    claims: [],
    config: [],
    versions: [versionPin('image', `acme/${name}`, tag, at(path), 'image')],
    ...more,
  };
}

/** `environment/cluster version …` of each place. */
function shown(objects: DeclaredObject[], pins: ServicePin[] = []) {
  return servicesOf({ objects, pins }).map(
    ({ name, path, environments }) =>
      `${path}: ${name} ${environments
        .map(
          ({ environment, cluster, versions }) =>
            `${environment ?? '?'}${cluster ? `/${cluster}` : ''}=${versions.map(({ value }) => value).join('+')}`,
        )
        .join(' ')}`,
  );
}

describe('servicesOf', () => {
  it('finds the same thing in all environments, in their order', () => {
    expect(
      shown([
        workload('cart', 'apps/cart/production/a.yaml', '1', {
          environment: 'production',
        }),
        workload('cart', 'apps/cart/dev/a.yaml', '2', {
          environment: 'development',
        }),
      ]),
    ).toEqual(['apps/cart: cart development=2 production=1']);
  });

  it('adds versions that stand in files of their own', () => {
    expect(
      shown(
        [],
        ['production', 'staging'].map(environment => ({
          service: 'router',
          path: 'tags',
          environment,
          pin: versionPin(
            'image',
            'router',
            `v-${environment}`,
            at(`tags/${environment}/router`),
            'image_tag',
          ),
        })),
      ),
    ).toEqual(['tags: router staging=v-staging production=v-production']);
  });
});
