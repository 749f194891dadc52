import { EngineFact } from '@plumbline/gitops-reader';
import { MemoryIndex } from '../memory/MemoryIndex';
import { declaredObject, liveObject, repositoryFacts } from '../testUtils';
import { ownershipOfObjects } from './ownershipOfObjects';

const rules = (text: string) => ({
  ownership: { repositoryClaims: [], codeowners: { path: 'CODEOWNERS', text } },
});

/** A chart of one repository that an Application of another deploys, with values of that one. */
function deployed(
  name: string,
  { file = 'argo/apps.yaml', ...fact }: Partial<EngineFact> & { file?: string },
  codeowners: string,
): MemoryIndex {
  const index = new MemoryIndex();
  const engine: EngineFact = {
    repoUrl: 'https://github.com/acme/charts',
    path: 'service',
    valuesRepoUrl: 'https://github.com/acme/apps',
    destinationNamespace: 'shop',
    ...fact,
  };
  index.addRepository(
    repositoryFacts({
      repository: 'acme/charts',
      ...rules('* @all\n/service/ @makers'),
    }),
  );
  index.addRepository(
    repositoryFacts({
      repository: 'acme/apps',
      ...rules(codeowners),
      objects: [
        declaredObject('Application', `argocd/${name}`, `acme/apps:${file}:1`, {
          engine,
          claims: [
            {
              source: 'codeowners',
              raw: '@argo',
              evidence: {
                type: 'file',
                location: {
                  repository: 'acme/apps',
                  revision: 'r',
                  path: 'CODEOWNERS',
                  line: 9,
                },
              },
            },
          ],
        }),
      ],
    }),
  );
  index.addCluster({
    cluster: 'prod',
    skipped: [],
    objects: [
      liveObject('Deployment', 'shop/web', 'prod', {
        deployedBy: {
          kind: 'Application',
          namespace: 'argocd',
          name,
          mark: 'argocd.argoproj.io/tracking-id',
        },
      }),
      liveObject('Application', `argocd/${name}`, 'prod', { engine }),
    ],
  });
  return index;
}

it.each<[string, string, Partial<EngineFact> & { file?: string }, string[]]>([
  [
    'the values that are for it alone',
    'cart',
    { rendersChart: true, valuesFiles: ['apps/cart/values.yaml'] },
    ['@checkout'],
  ],
  [
    'its Application, where the values are for all',
    'cart',
    {
      rendersChart: true,
      valuesFiles: ['common/values.yaml'],
      file: 'argo/cart/app.yaml',
    },
    ['@argo'],
  ],
  [
    'its Application, where that sets parameters alone',
    'cart',
    { rendersChart: true, file: 'argo/cart/app.yaml' },
    ['@argo'],
  ],
  [
    'the chart, where all Applications lie together',
    'cart',
    { rendersChart: true, valuesFiles: ['common/values.yaml'] },
    ['@makers'],
  ],
  [
    'its own repository, whatever the directory of the chart is called',
    'charts',
    { rendersChart: true, valuesFiles: ['apps/cart/values.yaml'] },
    ['@makers'],
  ],
  [
    'the chart that it is called after',
    'service-prod',
    { rendersChart: true, valuesFiles: ['apps/service/values.yaml'] },
    ['@makers'],
  ],
  ['the directory, where it is no chart', 'cart', {}, ['@makers']],
])(
  'takes the owner of %s for what a chart of elsewhere is made into',
  async (_, name, fact, owners) => {
    const [{ ownership, readFrom }] = await ownershipOfObjects(
      {
        index: deployed(
          name,
          fact,
          '/apps/cart/ @checkout\n/apps/service/ @checkout\n/common/ @all',
        ),
      },
      [{ kind: 'Deployment', namespace: 'shop', name: 'web' }],
    );
    expect(ownership.owners.map(({ raw }) => raw)).toEqual(owners);
    expect(ownership.contested).toBe(false);
    expect(readFrom).toContainEqual({ repository: 'repository:acme/apps' });
  },
);
