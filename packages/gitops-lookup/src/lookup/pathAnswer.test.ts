import { MemoryIndex } from '../memory/MemoryIndex';
import { repositoryFacts } from '../testUtils';
import { createLookup } from './createLookup';

/** The same file in several repositories, each with a CODEOWNERS of its own. */
async function ask(question: string, ...repositories: string[]) {
  const index = new MemoryIndex();
  for (const repository of repositories) {
    index.addRepository(
      repositoryFacts({
        repository,
        ownership: {
          repositoryClaims: [],
          codeowners: {
            path: 'CODEOWNERS',
            text: `* @${repository.replace('/', '-')}`,
          },
        },
      }),
      {},
      new Map(),
      repository === 'acme/empty' ? [] : ['apps/cart/a.yaml'],
    );
  }
  const { owners, unknown } = await createLookup({ index }).answer(question);
  return [
    owners.map(({ raw, confidence }) => `${raw} ${confidence}`).join(),
    ...unknown.filter(note => /is called like|has no file/.test(note)),
  ];
}

it.each([
  [
    'the repository that it names, whatever else is called so',
    'acme/app:apps/cart/a.yaml',
    ['jo/app', 'acme/app'],
    ['@acme-app likely'],
  ],
  [
    'one of a name like it, as a guess, where the other is not known',
    'acme/app:apps/cart/a.yaml',
    ['jo/app'],
    [
      '@jo-app guess',
      'acme/app is not indexed; jo/app is called like it, and may be another repository.',
    ],
  ],
  [
    'the rules of the one that it names, where that lacks the file',
    'acme/empty:apps/cart/a.yaml',
    ['jo/empty', 'acme/empty'],
    [
      '@acme-empty likely',
      'acme/empty has no file apps/cart/a.yaml; this is what its rules say about the path.',
    ],
  ],
  [
    'the only one of a name alone',
    'app:apps/cart/a.yaml',
    ['jo/app'],
    ['@jo-app likely'],
  ],
])('answers by %s', async (_, question, repositories, expected) => {
  expect(await ask(question, ...repositories)).toEqual(expected);
});
