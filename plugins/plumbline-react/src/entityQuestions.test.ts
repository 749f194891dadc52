import { EntityQuestions, questionsOf } from './entityQuestions';

const source = (address: string) => ({
  'backstage.io/source-location': `url:https://${address}`,
});

it.each<[annotations: { [name: string]: string }, asked: EntityQuestions]>([
  [{}, { name: 'web' }],
  [
    {
      'plumbline.dev/repository': 'acme/app-config',
      'plumbline.dev/path': 'apps/web',
      'plumbline.dev/name': 'Web',
    },
    {
      name: 'Web',
      repository: 'acme/app-config',
      path: 'acme/app-config:apps/web',
    },
  ],
  [
    { 'backstage.io/kubernetes-id': 'shop', 'plumbline.dev/name': 'Web' },
    { name: 'shop' },
  ],
  [
    source('host.example/acme/a/tree/main/apps/web/'),
    {
      name: 'web',
      sourceRepository: 'acme/a',
      path: 'https://host.example/acme/a/tree/main/apps/web',
    },
  ],
  [
    source('gitlab.example/acme/group/a/-/tree/main/apps/web'),
    {
      name: 'web',
      sourceRepository: 'acme/group/a',
      path: 'https://gitlab.example/acme/group/a/-/tree/main/apps/web',
    },
  ],
  [
    source('host.example/acme/a/tree/main/'),
    { name: 'web', sourceRepository: 'acme/a' },
  ],
  [source('host.example/acme/a'), { name: 'web' }],
])('asks about what %j tell of', (annotations, asked) => {
  expect(questionsOf({ metadata: { name: 'web', annotations } })).toEqual(
    asked,
  );
});
