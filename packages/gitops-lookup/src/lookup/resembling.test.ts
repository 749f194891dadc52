import { MemoryIndex } from '../memory/MemoryIndex';
import { declaredObject, liveObject, repositoryFacts } from '../testUtils';
import { createLookup } from './createLookup';

const deploy = 'acme/deploy';
const shop = 'acme/shop';
const other = 'acme/other';

function index(): MemoryIndex {
  const filled = new MemoryIndex();
  filled.addRepository(
    repositoryFacts({
      repository: deploy,
      objects: [
        declaredObject('Namespace', 'shop', `${deploy}:namespace.yaml:1`),
        declaredObject('Application', 'shop/cart', `${deploy}:cart.yaml:1`, {
          apiVersion: 'apps.acme.example/v1',
        }),
        declaredObject('Service', 'shop/web', `${deploy}:service.yaml:1`),
        declaredObject('Deployment', 'web', `${deploy}:web.yaml:1`),
        declaredObject('Deployment', 'mail/sender', `${deploy}:mail.yaml:1`),
      ],
    }),
  );
  filled.addRepository(
    repositoryFacts({
      repository: shop,
      objects: [
        declaredObject('Deployment', 'orders', `${shop}:chart/orders.yaml:1`),
        declaredObject('Deployment', 'sender', `${shop}:chart/sender.yaml:1`),
        declaredObject('Deployment', 'search', `${shop}:chart/search.yaml:1`),
      ],
    }),
  );
  filled.addRepository(
    repositoryFacts({
      repository: other,
      objects: [
        declaredObject('Deployment', 'search', `${other}:search.yaml:1`),
      ],
    }),
  );
  filled.addCluster({
    cluster: 'eu-1',
    environment: 'production',
    skipped: [],
    objects: [liveObject('Deployment', 'shop/known', 'eu-1')],
  });
  return filled;
}

const pod = (name: string) => `${name}-6f5c9799d8-mf6hp`;

describe('a workload that nothing declares in its namespace', () => {
  const lookup = createLookup({ index: index() });

  it.each([
    [
      'what has its name there',
      `{namespace="shop",pod="${pod('cart')}"}`,
      'Application shop/cart guess cart.yaml',
    ],
    [
      'its Service before a Deployment of no namespace',
      `{namespace="shop",pod="${pod('web')}"}`,
      'Service shop/web guess service.yaml',
    ],
    [
      'the one of its name that says no namespace',
      `{namespace="sales",pod="${pod('orders')}"}`,
      'Deployment orders guess chart/orders.yaml',
    ],
    [
      'nothing, where another one is known to be elsewhere',
      'Deployment/sales/sender',
      'nothing',
    ],
    [
      'nothing, where two repositories have one',
      'Deployment/sales/search',
      'nothing',
    ],
    [
      'nothing, where a cluster would show it',
      'Deployment/sales/orders cluster=eu-1',
      'nothing',
    ],
  ])('is %s', async (_, question, expected) => {
    const { subject, config } = await lookup.answer(question);
    const found =
      subject?.type === 'object'
        ? `${subject.kind} ${subject.namespace ? `${subject.namespace}/` : ''}${subject.name} ${subject.confidence} ${config[0].path}`
        : 'nothing';
    expect(found).toBe(expected);
  });
});
