import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { AnswerLike, demoAlerts, differences } from './alerts';
import { expect, portalUrl, test } from './fixtures';
import { token } from './portal';

const root = path.resolve(__dirname, '..');
const demo = path.join(root, '.plumbline/acme');

async function lookup(
  query: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(
    `${portalUrl()}/api/plumbline/v1/lookup?${new URLSearchParams({ q: query })}`,
    {
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...headers,
      },
    },
  );
}

test('every alert of the demo organisation over HTTP', async () => {
  const found: string[] = [];
  for (const alert of demoAlerts) {
    const response = await lookup(alert.input);
    expect(response.status, alert.id).toBe(200);
    const answer: AnswerLike = await response.json();
    found.push(...differences(alert, answer));
  }
  expect(found).toEqual([]);
});

test('every alert of the demo organisation in the terminal', () => {
  const repositories = [
    'app-config',
    'platform-config',
    'policy',
    'legacy-monolith',
    'argocd-apps',
  ];
  const clusters = {
    dev: 'development',
    staging: 'staging',
    'prod-eu': 'production',
    'prod-us': 'production',
  };
  const printed = execFileSync(
    process.execPath,
    [
      path.join(root, 'scripts/plumbline.mjs'),
      'who',
      '--batch',
      '--json',
      ...repositories.flatMap(name => [
        '--repo',
        path.join(demo, 'repositories', name),
      ]),
      ...Object.entries(clusters).flatMap(([name, environment]) => [
        '--snapshot',
        path.join(demo, 'clusters', name),
        '--cluster-environment',
        `${name}=${environment}`,
      ]),
    ],
    {
      cwd: root,
      input: demoAlerts
        .map(alert => alert.input.replace(/\s*\n\s*/g, ' '))
        .join('\n'),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const answers: AnswerLike[] = printed
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(answers).toHaveLength(demoAlerts.length);
  expect(
    demoAlerts.flatMap((alert, index) => differences(alert, answers[index])),
  ).toEqual([]);
});

test('curl gets text', async () => {
  const response = await lookup('Deployment/shop/cart env=production', {
    accept: '*/*',
    'user-agent': 'curl/8.5.0',
  });
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  const text = await response.text();
  expect(text).toMatch(/checkout/i);
  expect(text).toContain('apps/cart/base/deployment.yaml:1');
});

test('nobody reads without credentials', async () => {
  for (const route of [
    'lookup?q=cart',
    'sources',
    'file?repository=a&revision=b&path=c',
  ]) {
    const response = await fetch(`${portalUrl()}/api/plumbline/v1/${route}`);
    expect(response.status, route).toBe(401);
  }
});
