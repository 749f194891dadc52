import { claimsForPath } from '../claimsForPath';
import { memoryTree } from '../memoryTree';
import { readRepository } from '../readRepository';

const component = (owner: string, annotations = '{}') =>
  `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: cart
  annotations: ${annotations}
spec:
  type: service
  owner: ${owner}
`;

describe('catalogReader', () => {
  it('reads teams with their aliases and how to reach them', async () => {
    const { teams, objects } = await readRepository(
      memoryTree({
        'org/teams.yaml': `apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: payments
  title: Payments
  annotations:
    github.com/team-slug: acme/payments
    acme.example/slack-channel: "#payments-oncall"
    pagerduty.com/integration-key: abcdef
  links:
    - url: https://acme.pagerduty.com/schedules/P1
      title: On-call schedule
    - url: https://chat.acme.example/slack/payments
    - url: https://wiki.acme.example/payments
      title: Handbook
    - url: https://acme.slack.example/oncall
      title: "#payments-oncall"
      icon: chat
    - url: javascript:alert(1)
      title: Slack
spec:
  type: team
  profile: {email: payments@acme.example}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: "\${{ values.name }}"}
`,
      }),
    );
    expect(objects).toEqual([]);
    expect(teams).toHaveLength(1);
    expect(teams[0]).toMatchObject({
      ref: 'group:default/payments',
      title: 'Payments',
      aliases: [
        'payments',
        '@acme/payments',
        'Payments',
        'payments@acme.example',
      ],
      evidence: { location: { path: 'org/teams.yaml', line: 1 } },
    });
    expect(
      teams[0].contacts.map(({ type, value, url, evidence }) => [
        type,
        value,
        url,
        evidence?.type === 'file' && evidence.location.line,
      ]),
    ).toEqual([
      ['chat', '#payments-oncall', 'https://acme.slack.example/oncall', 8],
      [
        'oncall',
        'On-call schedule',
        'https://acme.pagerduty.com/schedules/P1',
        11,
      ],
      [
        'chat',
        'https://chat.acme.example/slack/payments',
        'https://chat.acme.example/slack/payments',
        13,
      ],
      ['url', 'Handbook', 'https://wiki.acme.example/payments', 14],
      ['email', 'payments@acme.example', 'mailto:payments@acme.example', 23],
    ]);
    expect(JSON.stringify(teams)).not.toMatch(/abcdef|javascript/);
  });

  it('lets a component at the root speak for the repository, others for their directory', async () => {
    const { ownership, objects } = await readRepository(
      memoryTree({
        'catalog-info.yaml': component('platform'),
        'cart/catalog-info.yaml': component('group:default/payments'),
        'cart/deploy/pod.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata: {name: x}',
        'cartel/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: y}',
      }),
    );
    const short = (path: string) =>
      claimsForPath(ownership, 'acme/app-config', 'r', path).map(
        ({ source, raw, catchAll }) => [source, raw, catchAll],
      );
    const whole = ['repository-default', 'platform', true];
    const inner = ['catalog-entity', 'group:default/payments', undefined];
    expect(short('cart/deploy/README.md')).toEqual([inner, whole]);
    expect(short('cartel/pod.yaml')).toEqual([whole]);
    expect(
      objects.map(({ claims }) => claims.map(({ source }) => source)),
    ).toEqual([
      ['catalog-entity', 'repository-default'],
      ['repository-default'],
    ]);
    expect(ownership.repositoryClaims[0].evidence).toMatchObject({
      location: { path: 'catalog-info.yaml', line: 8 },
      text: 'owner: platform',
    });
  });

  it('takes no side where a file names several owners, or speaks of another repository', async () => {
    const { ownership, findings } = await readRepository(
      memoryTree({
        'catalog-info.yaml': `${component('a')}---\n${component('b')}`,
        'x/catalog-info.yaml': component(
          'c',
          '{github.com/project-slug: acme/other}',
        ),
        'y/catalog-info.yaml': component(
          'd',
          '{github.com/project-slug: acme/app-config}',
        ),
        'z/components.yaml': component('e'),
      }),
    );
    expect(ownership.repositoryClaims).toEqual([]);
    expect(
      ownership.directoryClaims?.map(({ directory }) => directory),
    ).toEqual(['y']);
    expect(findings.map(({ rule }) => rule)).toEqual([
      'catalog-owner-ambiguous',
    ]);
  });

  it('follows the id that a component shares with its workloads', async () => {
    const pod = (name: string, id: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {backstage.io/kubernetes-id: ${id}}}\n`;
    const { objects } = await readRepository(
      memoryTree({
        'catalog/cart.yaml': component(
          'payments',
          '{backstage.io/kubernetes-id: cart}',
        ),
        'catalog/a.yaml': component(
          'a',
          '{backstage.io/kubernetes-id: shared}',
        ),
        'catalog/b.yaml': component(
          'b',
          '{backstage.io/kubernetes-id: shared}',
        ),
        'pods.yaml': `${pod('x', 'cart')}---\n${pod('y', 'shared')}---\n${pod('z', 'other')}`,
      }),
    );
    expect(
      objects.map(({ claims }) =>
        claims.map(({ source, raw }) => [source, raw]),
      ),
    ).toEqual([[['catalog-entity', 'payments']], [], []]);
  });
});
