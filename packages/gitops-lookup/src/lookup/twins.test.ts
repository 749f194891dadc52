import {
  Claim,
  ClaimSource,
  DeclaredObject,
  EngineFact,
  LiveObject,
} from '@plumbline/gitops-reader';
import { SourceInfo } from '../factIndex';
import { MemoryIndex } from '../memory/MemoryIndex';
import { declaredObject, liveObject, repositoryFacts } from '../testUtils';
import { createLookup } from './createLookup';
import { leadsTo, repositoryIds } from './repositories';

const gone = { goneSince: '2026-11-20T00:00:00.000Z' };

/** A repository with one line of CODEOWNERS, which what it declares carries as claims. */
interface Repository {
  name: string;
  info?: Partial<SourceInfo>;
  owners?: string;
  objects?: DeclaredObject[];
}

function ruled(
  name: string,
  raw: string,
  { catchAll = false, source = 'codeowners' as ClaimSource } = {},
): Claim {
  return {
    source,
    raw,
    ...(catchAll && { catchAll }),
    evidence: {
      type: 'file',
      location: { repository: name, revision: '', path: 'CODEOWNERS', line: 1 },
    },
  };
}

function labelled(object: LiveObject, raw: string): LiveObject {
  const { apiVersion, kind, namespace, name, cluster } = object;
  return {
    ...object,
    claims: [
      {
        source: 'object-label',
        raw,
        evidence: {
          type: 'object',
          cluster,
          object: { apiVersion, kind, namespace, name },
          field: 'metadata.labels.team',
        },
      },
    ],
  };
}

const redis = liveObject('Deployment', 'payments/redis', 'prod');
const deployedBy = (kind: 'Kustomization' | 'HelmRelease', mark = 'label') => ({
  ...redis,
  deployedBy: { kind, namespace: 'flux-system', name: 'payments', mark },
});
const engine = (
  fact: EngineFact,
  kind: 'Kustomization' | 'HelmRelease' = 'Kustomization',
) => liveObject(kind, 'flux-system/payments', 'prod', { engine: fact });
const config = 'https://github.com/acme/payments-config';

/** A manifest of a tutorial: the name of half of all software, and no namespace. */
const playground: Repository = {
  name: 'acme/playground',
  objects: [
    declaredObject('Deployment', 'redis', 'acme/playground:demo/redis.yaml', {
      claims: [ruled('acme/playground', '@acme/interns')],
    }),
  ],
};
const deploys = (rest: Partial<Repository> = {}): Repository => ({
  name: 'acme/payments-config',
  owners: '/payments/ @acme/payments',
  ...rest,
});
const declares = (
  name: string,
  object: string,
  raw: string,
  path = 'deploy/redis.yaml',
  info: Partial<SourceInfo> = {},
): Repository => ({
  name,
  info,
  objects: [
    declaredObject('Deployment', object, `${name}:${path}`, {
      claims: [ruled(name, raw, { catchAll: true })],
    }),
  ],
});

async function ask(
  repositories: Repository[],
  objects: LiveObject[],
  question = 'Deployment/payments/redis',
) {
  const index = new MemoryIndex();
  for (const { name, info, owners, objects: declared = [] } of repositories) {
    index.addRepository(
      repositoryFacts({
        repository: name,
        objects: declared,
        ownership: {
          repositoryClaims: [],
          ...(owners && { codeowners: { path: 'CODEOWNERS', text: owners } }),
        },
      }),
      info,
    );
  }
  index.addCluster({ cluster: objects[0].cluster, objects, skipped: [] });
  const answer = await createLookup({ index }).answer(question);
  const [owner] = answer.owners;
  return {
    said: [
      owner?.raw ?? 'nobody',
      owner?.confidence,
      answer.contested && 'contested',
    ]
      .filter(Boolean)
      .join(' '),
    answer,
  };
}

describe('which manifest declares what runs', () => {
  it.each<[string, Repository[], LiveObject[], string]>([
    [
      'one without a namespace, where nothing else leads to it',
      [playground],
      [redis],
      '@acme/interns guess',
    ],
    [
      'none of two without a namespace',
      [playground, declares('acme/lab', 'redis', '@acme/lab')],
      [redis],
      'nobody',
    ],
    [
      'none without a namespace of what Helm installed',
      [playground],
      [deployedBy('HelmRelease', 'meta.helm.sh/release-name')],
      'nobody',
    ],
    [
      'a template of a chart of what Helm installed',
      [
        {
          name: 'acme/redis',
          objects: [
            declaredObject(
              'Deployment',
              'redis',
              'acme/redis:chart/templates/redis.yaml',
              {
                builtBy: 'chart',
                claims: [ruled('acme/redis', '@acme/redis')],
              },
            ),
          ],
        },
      ],
      [deployedBy('HelmRelease', 'meta.helm.sh/release-name')],
      '@acme/redis guess',
    ],
    [
      'none without a namespace of what an engine deploys that is not known',
      [playground],
      [deployedBy('Kustomization')],
      'nobody',
    ],
    [
      'none of another repository than the engine deploys',
      [playground, deploys()],
      [
        deployedBy('Kustomization'),
        engine({ repoUrl: config, path: 'payments' }),
      ],
      '@acme/payments likely',
    ],
    [
      'not even of its namespace',
      [declares('acme/lab', 'payments/redis', '@acme/lab'), deploys()],
      [
        deployedBy('Kustomization'),
        engine({ repoUrl: config, path: 'payments' }),
      ],
      '@acme/payments likely',
    ],
    [
      'one of its namespace, where the repository of the engine is not indexed',
      [playground, declares('acme/lab', 'payments/redis', '@acme/lab')],
      [
        deployedBy('Kustomization'),
        engine({ repoUrl: config, path: 'payments' }),
      ],
      '@acme/lab likely',
    ],
    [
      'the one without a namespace in the directory that the engine deploys',
      [
        playground,
        declares('acme/lab', 'payments/redis', '@acme/lab'),
        declares(
          'acme/payments-config',
          'redis',
          '@acme/payments',
          'payments/redis.yaml',
        ),
      ],
      [
        deployedBy('Kustomization'),
        engine({ repoUrl: config, path: 'payments' }),
      ],
      '@acme/payments likely',
    ],
    [
      'one of the repository that the engine deploys, of two with the same path',
      [
        declares('acme/team-a', 'payments/redis', '@acme/team-a'),
        declares('acme/team-b', 'payments/redis', '@acme/team-b'),
      ],
      [
        deployedBy('Kustomization'),
        engine({ repoUrl: 'git@github.com:acme/team-b.git', path: 'deploy' }),
      ],
      '@acme/team-b likely',
    ],
    [
      'the one at the path that is deployed, in a checkout that is called otherwise',
      [
        declares('config', 'payments/redis', '@acme/one', 'one/redis.yaml'),
        declares('config2', 'payments/redis', '@acme/two', 'two/redis.yaml'),
      ],
      [
        deployedBy('Kustomization'),
        engine({ repoUrl: 'https://github.com/acme/gitops', path: 'two' }),
      ],
      '@acme/two likely',
    ],
    [
      'none of a checkout that is called alike beside the repository itself',
      [
        declares('payments-config', 'payments/redis', '@acme/stranger'),
        declares('acme/payments-config', 'payments/redis', '@acme/payments'),
      ],
      [
        deployedBy('Kustomization'),
        engine({ repoUrl: config, path: 'deploy' }),
      ],
      '@acme/payments likely',
    ],
    [
      'any of one for each environment, where nobody knows which this is',
      [
        {
          name: 'acme/redis',
          objects: ['dev', 'prod'].map(environment =>
            declaredObject(
              'Deployment',
              'redis',
              `acme/redis:k8s/${environment}/redis.yaml`,
              { environment, claims: [ruled('acme/redis', '@acme/redis')] },
            ),
          ),
        },
      ],
      [liveObject('Deployment', 'payments/redis', 'blue')],
      '@acme/redis guess',
    ],
    [
      'either of two that nothing tells apart, though both rules are catch-alls',
      [
        declares('acme/team-a', 'payments/redis', '@acme/team-a'),
        declares('acme/team-b', 'payments/redis', '@acme/team-b'),
      ],
      [redis],
      '@acme/team-a guess contested',
    ],
    [
      'either of two by the same team',
      [
        declares('acme/one', 'payments/redis', '@acme/team-a'),
        declares('acme/other', 'payments/redis', '@acme/team-a'),
      ],
      [redis],
      '@acme/team-a likely',
    ],
    [
      'the one of the repository that is still there',
      [
        declares('acme/old', 'payments/redis', '@acme/old', 'a.yaml', gone),
        declares('acme/new', 'payments/redis', '@acme/new'),
      ],
      [redis],
      '@acme/new likely',
    ],
    [
      'the one of a repository that is gone, where no other does',
      [declares('acme/old', 'payments/redis', '@acme/old', 'a.yaml', gone)],
      [redis],
      '@acme/old likely',
    ],
  ])('is %s', async (_, repositories, objects, expected) => {
    expect((await ask(repositories, objects)).said).toBe(expected);
  });

  it('says why a manifest without a namespace is a guess', async () => {
    const { answer } = await ask([playground], [redis]);
    expect(answer.unknown).toContain(
      'acme/playground:demo/redis.yaml declares a Deployment of that name and says no namespace; nothing else ties it to Deployment payments/redis, so that whose it is, is a guess.',
    );
  });
});

describe('what runs beside what is declared', () => {
  const web = liveObject('Deployment', 'shop/web', 'prod');
  const workshop = (rest: Partial<DeclaredObject> = {}): Repository => ({
    name: 'acme/workshop',
    objects: [
      declaredObject('Deployment', 'shop/web', 'acme/workshop:k8s/web.yaml', {
        ...rest,
        claims: [
          ruled('acme/workshop', 'training', { source: 'object-label' }),
        ],
      }),
      declaredObject('Namespace', 'shop', 'acme/workshop:k8s/ns.yaml', {
        ...rest,
        claims: [
          ruled('acme/workshop', 'training', { source: 'object-label' }),
        ],
      }),
    ],
  });
  const running = [
    labelled(web, 'payments'),
    labelled(liveObject('Namespace', 'shop', 'prod'), 'payments'),
    liveObject('Deployment', 'shop/api', 'prod'),
  ];

  it.each([
    ['Deployment/shop/web', workshop(), 'payments certain contested'],
    ['Deployment/shop/api', workshop(), 'payments likely contested'],
    [
      'Deployment/shop/web',
      workshop({ cluster: 'prod' }),
      'training certain contested',
    ],
    [
      'Deployment/shop/api',
      workshop({ cluster: 'prod' }),
      'training likely contested',
    ],
  ])(
    'goes for %s by what is nearer',
    async (question, repository, expected) => {
      expect((await ask([repository], running, question)).said).toBe(expected);
    },
  );
});

describe('the repository that an address means', () => {
  it.each([
    [
      'git@gitlab.acme.example:acme/payments/config.git',
      [
        'gitlab.acme.example/acme/payments/config',
        'acme/payments/config',
        'payments/config',
        'config',
      ],
    ],
    [
      'ssh://git@git.example:7999/acme/app',
      ['git.example/acme/app', 'acme/app', 'app', 'scm/acme/app'],
    ],
    [
      'https://github.com/Acme/App',
      [
        'github.com/Acme/App',
        'Acme/App',
        'App',
        'scm/Acme/App',
        'github.com/acme/app',
        'acme/app',
        'app',
        'scm/acme/app',
      ],
    ],
    [undefined, []],
  ])('may be indexed under the ends of %s', (url, names) => {
    expect(repositoryIds(url)).toEqual(names.map(name => `repository:${name}`));
  });

  it.each([
    ['https://github.com/acme/app.git', 'acme/app', undefined, 'surely'],
    [
      'git@github.com:Acme/App.git',
      'acme/app',
      'https://github.com/acme/app',
      'surely',
    ],
    [
      'ssh://git@ssh.github.com:443/acme/app',
      'acme/app',
      'https://github.com/acme/app',
      'surely',
    ],
    ['https://github.com/acme/app', 'app', undefined, 'by-name'],
    ['https://github.com/acme/app', 'acme_app', undefined, 'by-name'],
    ['https://github.com/acme/app', 'other/app', undefined, undefined],
    [
      'https://gitlab.com/acme/app',
      'acme/app',
      'https://github.com/acme/app',
      'by-name',
    ],
    [
      'https://gitlab.com/acme/app',
      'acme/other',
      'https://github.com/acme/other',
      undefined,
    ],
    [
      'git@ssh.dev.azure.com:v3/acme/shop/app',
      'acme/shop/_git/app',
      'https://dev.azure.com/acme/shop/_git/app',
      'surely',
    ],
    [
      'http://gitea.git.svc:3000/acme/app',
      'acme/app',
      'https://git.acme.example/acme/app',
      'surely',
    ],
    [
      'https://gitlab.example/acme/shop/app',
      'acme/shop/app',
      undefined,
      'surely',
    ],
    ['https://gitlab.example/acme/shop/app', 'shop/app', undefined, 'by-name'],
    [
      'https://gitlab.example/acme/shop/app',
      'shop/app',
      'https://gitlab.example/shop/app',
      undefined,
    ],
  ])('%s leads to %s (%s): %s', (url, name, webUrl, expected) => {
    expect(leadsTo(url, { name, webUrl })).toBe(expected);
  });

  const subgroup = 'https://gitlab.acme.example/acme/payments/config';
  it.each([
    [
      'a subgroup',
      [deploys({ name: 'acme/payments/config' })],
      subgroup,
      '@acme/payments likely',
    ],
    [
      'the whole path before the end of it',
      [
        deploys({ name: 'payments/config', owners: '* @other/team' }),
        deploys({ name: 'acme/payments/config' }),
      ],
      subgroup,
      '@acme/payments likely',
    ],
    [
      'a checkout of the same name, perhaps',
      [deploys({ name: 'config' })],
      subgroup,
      '@acme/payments guess',
    ],
    [
      'a mirror on another host, perhaps',
      [deploys({ info: { webUrl: config } })],
      'https://gitlab.com/acme/payments-config',
      '@acme/payments guess',
    ],
    [
      'nothing of another group there',
      [deploys({ info: { webUrl: config } })],
      'https://gitlab.com/other/payments-config',
      'nobody',
    ],
  ])('has an owner by %s', async (_, repositories, repoUrl, expected) => {
    const { said, answer } = await ask(repositories, [
      deployedBy('Kustomization'),
      engine({ repoUrl, path: 'payments' }),
    ]);
    expect(said).toBe(expected);
    expect(answer.unknown.join('\n').includes('by its name alone')).toBe(
      expected.includes('guess'),
    );
  });
});
