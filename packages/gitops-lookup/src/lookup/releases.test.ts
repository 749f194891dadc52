import { EngineFact } from '@plumbline/gitops-reader';
import { MemoryIndex } from '../memory/MemoryIndex';
import { declaredObject, liveObject, repositoryFacts } from '../testUtils';
import { createLookup } from './createLookup';

const app = 'acme/app-config';

let line = 0;
function engine(
  kind: string,
  name: string,
  fact: EngineFact = {},
  environment?: string,
) {
  line += 1;
  return declaredObject(kind, name, `${app}:apps.yaml:${line}`, {
    engine: fact,
    environment,
    claims: [
      {
        source: 'codeowners',
        raw: `@acme/${name.split('/').at(-1)}`,
        evidence: {
          type: 'file',
          location: {
            repository: app,
            revision: 'a',
            path: 'CODEOWNERS',
            line,
          },
        },
      },
    ],
  });
}

function index(): MemoryIndex {
  const filled = new MemoryIndex();
  const into = (destinationNamespace: string, rest: EngineFact = {}) => ({
    destinationNamespace,
    ...rest,
  });
  filled.addRepository(
    repositoryFacts({
      repository: app,
      objects: [
        declaredObject('Namespace', 'media', `${app}:namespaces.yaml:1`),
        engine('HelmRelease', 'media/player', {}, 'staging'),
        engine('HelmRelease', 'media/player', {}, 'production'),
        engine('Kustomization', 'media/player', into('media')),
        engine('HelmRelease', 'media/player-sync'),
        declaredObject('Deployment', 'media/player-web', `${app}:web.yaml:1`),
        engine(
          'HelmRelease',
          'flux/proxy',
          into('media', { releaseName: 'edge' }),
        ),
        engine('Application', 'argocd/shop', into('shop')),
        engine('Application', 'argocd/mail', into('mail')),
        engine('Application', 'tenants/mail', into('mail')),
        engine(
          'Application',
          'argocd/eu',
          into('far', { destinationCluster: 'prod-eu' }),
        ),
        engine(
          'Application',
          'argocd/us',
          into('far', { destinationCluster: 'prod-us' }),
        ),
        engine('ApplicationSet', 'argocd/many', into('many')),
        engine('Release', 'queue/broker', into('queue')),
      ],
    }),
  );
  filled.addCluster({
    cluster: 'prod-eu',
    environment: 'production',
    skipped: [],
    objects: [liveObject('StatefulSet', 'queue/broker-store', 'prod-eu')],
  });
  return filled;
}

describe('a workload that neither a manifest nor a cluster shows', () => {
  const lookup = createLookup({ index: index() });

  it.each([
    [
      'a pod of the release',
      '{namespace="shop",pod="shop-6f5c9799d8-mf6hp"}',
      'Application argocd/shop likely',
    ],
    [
      'a pod of a set',
      '{namespace="shop",pod="shop-0"}',
      'Application argocd/shop likely',
    ],
    [
      'a pod of a CronJob',
      '{namespace="shop",pod="shop-29923680-mf6hp"}',
      'Application argocd/shop likely',
    ],
    [
      'a part of the release',
      '{namespace="shop",pod="shop-web-6f5c9799d8-mf6hp"}',
      'Application argocd/shop guess',
    ],
    [
      'a pod of no known pattern',
      '{namespace="shop",pod="shop-aaa"}',
      'Application argocd/shop guess',
    ],
    ['a Deployment', 'Deployment/shop/shop', 'Application argocd/shop likely'],
    [
      'the label of a StatefulSet',
      '{namespace="shop",statefulset="shop-db"}',
      'Application argocd/shop guess',
    ],
    [
      'a container',
      '{namespace="shop",container="shop"}',
      'Application argocd/shop guess',
    ],
    [
      'a Service',
      '{namespace="shop",service="shop"}',
      'Application argocd/shop likely',
    ],
    [
      'a release of a helmfile',
      '{namespace="queue",pod="broker-0"}',
      'Release queue/broker likely',
    ],
    [
      'the name of the release, not that of its object',
      '{namespace="media",pod="edge-0"}',
      'HelmRelease flux/proxy likely',
    ],
    [
      'the HelmRelease before the Kustomization that applies it',
      '{namespace="media",pod="player-0"}',
      'HelmRelease media/player likely',
    ],
    [
      'in its environment',
      '{namespace="media",pod="player-0",env="staging"}',
      'HelmRelease media/player likely staging',
    ],
    [
      'the longest name',
      '{namespace="media",deployment="player-sync-worker"}',
      'HelmRelease media/player-sync guess',
    ],
    [
      'a declared workload goes first',
      '{namespace="media",pod="player-web-6f5c9799d8-mf6hp"}',
      'Deployment media/player-web',
    ],
    [
      'a live workload goes first',
      '{namespace="queue",pod="broker-store-0"}',
      'StatefulSet queue/broker-store',
    ],
    [
      'a hub that deploys to the cluster of the alert',
      '{namespace="far",pod="eu-0",cluster="prod-eu"}',
      'Application argocd/eu likely',
    ],
    [
      'a hub that deploys to another cluster',
      '{namespace="far",pod="us-0",cluster="prod-eu"}',
      'Application argocd/us guess',
    ],
    [
      'a container whose name only begins so',
      '{namespace="shop",container="shop-web"}',
      'nothing',
    ],
    [
      'a name that begins alike',
      '{namespace="shop",pod="shopping-0"}',
      'nothing',
    ],
    ['another namespace', '{namespace="shop-staging",pod="shop-0"}', 'nothing'],
    ['a set of Applications', '{namespace="many",pod="many-0"}', 'nothing'],
    ['two that fit equally well', '{namespace="mail",pod="mail-0"}', 'nothing'],
  ])('%s', async (_, question, expected) => {
    const { subject } = await lookup.answer(question);
    const found =
      subject?.type === 'object'
        ? `${subject.kind} ${subject.namespace}/${subject.name} ${subject.confidence} ${subject.environment}`
        : 'nothing';
    expect(found).toMatch(new RegExp(`^${expected}`));
  });

  it('says why, and names nobody surer than that', async () => {
    const answer = await lookup.answer('{namespace="shop",pod="shop-web-0"}');
    expect(answer.subject).toMatchObject({
      reasons: [
        'label pod: Pod shop/shop-web-0',
        'the name begins with that of the release shop, which is deployed there',
      ],
    });
    expect(answer.owners).toMatchObject([
      { team: 'group:default/shop', confidence: 'guess' },
    ]);
    expect(answer.unknown[0]).toBe(
      'Nothing indexed is called Pod shop/shop-web-0; by its name, Application argocd/shop deploys it.',
    );
  });

  it.each([
    [
      'the two that fit',
      '{namespace="mail",pod="mail-0"}',
      ['argocd/mail', 'tenants/mail'],
    ],
    [
      'all that deploys there',
      '{namespace="shop",pod="other-0"}',
      ['argocd/shop'],
    ],
    [
      'all that deploys there, beside the namespace',
      '{namespace="media",pod="other-0"}',
      ['flux/proxy', 'media/player', 'media/player-sync'],
    ],
  ])('lists what is near: %s', async (_, question, expected) => {
    const { candidates, owners } = await lookup.answer(question);
    const near = candidates.flatMap(({ subject }) =>
      subject.type === 'object' &&
      ['Application', 'HelmRelease'].includes(subject.kind)
        ? [`${subject.namespace}/${subject.name}`]
        : [],
    );
    expect([...new Set(near)].sort()).toEqual(expected);
    expect(owners).toEqual([]);
  });
});
