import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  RegisterCollatorParameters,
  TestPipeline,
} from '@backstage/plugin-search-backend-node';
import { CatalogEntry } from '@plumbline/plugin-plumbline-common';
import { createFileCollator } from './collators/files';
import { createThingCollator } from './collators/things';
import searchModulePlumbline from './index';
import { searchIndexRegistryExtensionPoint } from './searchApi';

function entry(
  type: CatalogEntry['type'],
  name: string,
  rest: Partial<CatalogEntry> = {},
): CatalogEntry {
  return { id: name, type, name, owners: [], contested: false, ...rest };
}

it('finds teams, services and namespaces, each with the team that one has to be allowed to see', async () => {
  const pages = [
    [
      entry('cluster', 'prod'),
      entry('team', 'group:default/a/b', {
        title: 'Payments',
        contacts: [{ type: 'chat', value: '#payments' }],
      }),
      entry('namespace', 'shop', { cluster: 'prod eu' }),
    ],
    [
      entry('service', 'cart', {
        owners: ['group:default/payments', 'group:default/a/b'],
        contested: true,
        repository: 'acme/app',
        path: 'apps/cart',
        partOf: 'shop',
        environments: ['staging', 'production'],
      }),
      entry('service', 'cart-cache', {
        repository: 'acme/app',
        path: 'apps/cart',
      }),
    ],
  ];
  const collator = createThingCollator({
    page: async ({ cursor }) => ({
      items: pages[Number(cursor ?? 0)],
      ...(!cursor && { nextCursor: '1' }),
      notes: [],
    }),
  });
  expect(collator.visibilityPermission?.name).toBe('plumbline.team.read');
  const { documents } = await TestPipeline.fromCollator(
    await collator.getCollator(),
  ).execute();
  expect(documents).toEqual([
    {
      kind: 'team',
      title: 'Payments',
      text: 'group:default/a/b #payments',
      location: '/teams/team/group:default/a/b',
      where: '#payments',
      owner: 'group:default/a/b',
      authorization: { resourceRef: 'group:default/a/b' },
    },
    {
      kind: 'namespace',
      title: 'shop',
      text: 'namespace prod eu',
      location: '/oncall?q=Namespace%2Fshop+cluster%3Dprod+eu',
      where: 'prod eu',
      owner: '',
    },
    {
      kind: 'service',
      title: 'cart',
      text: 'service acme/app apps/cart shop staging production group:default/payments group:default/a/b',
      location: '/oncall?q=acme%2Fapp%3Aapps%2Fcart#cart',
      where: 'acme/app · apps/cart · staging, production',
      owner: 'group:default/payments',
      contested: true,
      // Any of them is enough.
      authorization: {
        resourceRef: '["group:default/payments","group:default/a/b"]',
      },
    },
    {
      kind: 'service',
      title: 'cart-cache',
      text: 'service acme/app apps/cart',
      // Beside the other one of its directory: the engine keeps one document of an address.
      location: '/oncall?q=acme%2Fapp%3Aapps%2Fcart#cart-cache',
      where: 'acme/app · apps/cart',
      owner: '',
    },
  ]);
});

it('finds files for whoever may ask whose they are, and ends with the error of a backend that is down', async () => {
  const collator = createFileCollator(
    {
      page: async () => ({
        items: [
          {
            repository: 'acme/app',
            path: 'apps/cart/a.yaml',
            objects: ['Deployment shop/cart'],
          },
        ],
        // There are more than are wanted.
        nextCursor: 'next',
      }),
    },
    1,
  );
  expect(collator.visibilityPermission?.name).toBe('plumbline.read');
  const { documents } = await TestPipeline.fromCollator(
    await collator.getCollator(),
  ).execute();
  expect(documents).toEqual([
    {
      title: 'apps/cart/a.yaml',
      text: 'acme/app apps cart a.yaml Deployment shop/cart',
      location: '/oncall?q=acme%2Fapp%3Aapps%2Fcart%2Fa.yaml',
      where: 'acme/app · Deployment shop/cart',
    },
  ]);
  const down = createFileCollator(
    {
      page: async () => {
        throw new Error('Plumbline is down');
      },
    },
    1,
  );
  const { error } = await TestPipeline.fromCollator(
    await down.getCollator(),
  ).execute();
  expect(error).toMatchObject({ message: 'Plumbline is down' });
});

it.each([
  [{}, ['plumbline', 'plumbline-file']],
  [{ maxFiles: 0 }, ['plumbline']],
])('adds with %j to the search %j', async (plumbline, types) => {
  const added: RegisterCollatorParameters[] = [];
  const backend = await startTestBackend({
    extensionPoints: [
      [
        searchIndexRegistryExtensionPoint,
        {
          addCollator: (parameters: RegisterCollatorParameters) =>
            added.push(parameters),
          addDecorator: () => {},
        },
      ],
    ],
    features: [
      searchModulePlumbline,
      mockServices.rootConfig.factory({
        data: { search: { collators: { plumbline } } },
      }),
    ],
  });
  expect(added.map(({ factory }) => factory.type)).toEqual(types);
  await backend.stop();
});
