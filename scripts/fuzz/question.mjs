import {
  createLookup,
  MemoryIndex,
  renderText,
} from '../../packages/gitops-lookup/src';
import {
  parseKubernetesYaml,
  readCluster,
  readRepository,
} from '../../packages/gitops-reader/src';
import { mutate } from '../../packages/gitops-reader/src/__fuzz__/mutate';
import { Random } from '../../packages/gitops-reader/src/__fuzz__/random';
import {
  liveText,
  marker,
  scenes,
} from '../../packages/gitops-reader/src/__fuzz__/seeds';
import { memoryTree } from '../../packages/gitops-reader/src/files/memoryTree';

const questions = [
  'Deployment/shop/cart env=production',
  'acme/app-config:apps/cart/base/deployment.yaml:12',
  '{namespace="shop", pod="cart-6f5c9799d8-mf6hp", severity=~"warning|critical"}',
  'who owns the cart in production?',
  'https://github.com/acme/app-config/blob/main/apps/cart/base/deployment.yaml#L3',
  JSON.stringify({
    version: '4',
    status: 'firing',
    commonLabels: { namespace: 'shop', cluster: 'prod' },
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'PodCrash', pod: 'cart-1-x', namespace: 'shop' },
        annotations: { description: 'Pod shop/cart-1-x restarts' },
        startsAt: '2026-01-01T00:00:00Z',
        generatorURL: 'https://prometheus.example/graph?g0.expr=up',
      },
    ],
  }),
  JSON.stringify({
    event: {
      event_type: 'incident.triggered',
      data: { title: 'cart is down', service: { summary: 'cart' } },
    },
  }),
];

let lookup;

async function prepared() {
  const index = new MemoryIndex();
  for (const { name, files } of scenes) {
    index.addRepository(
      await readRepository(memoryTree(files, { repository: `acme/${name}` })),
    );
  }
  const { objects } = parseKubernetesYaml('live.yaml', liveText);
  index.addCluster(readCluster({ cluster: 'prod' }, objects));
  return createLookup({ index });
}

/** Asks a damaged question; resolves with what is wrong. */
export async function checkQuestion(seed, index) {
  lookup ??= prepared();
  const random = new Random(seed ^ (index * 0x85ebca6b));
  const bytes = mutate(random.pick(questions), random);
  const text = new TextDecoder().decode(bytes);
  try {
    const answer = await (await lookup).answer(text);
    const output = `${JSON.stringify(answer)}${renderText(answer, { color: false })}`;
    return output.includes(marker) && !text.includes(marker)
      ? ['the answer holds a secret value']
      : [];
  } catch (error) {
    return [
      `threw ${error instanceof Error ? error.stack : error} for ${JSON.stringify(text.slice(0, 500))}`,
    ];
  }
}
