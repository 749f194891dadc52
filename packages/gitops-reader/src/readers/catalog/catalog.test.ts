import { claimsForPath } from '../../claims/claimsForPath';
import { memoryTree } from '../../files/memoryTree';
import { readRepository } from '../../readRepository';

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
  it('knows the group of GitLab that a Group is, by the path that its provider tells', async () => {
    const { teams } = await readRepository(
      memoryTree({
        'teams.yaml':
          'apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: payments-backend\n  annotations: {gitlab.acme.example/team-path: acme/payments/backend}\nspec: {type: team}\n',
      }),
    );
    expect(teams.map(({ aliases }) => aliases)).toEqual([
      ['payments-backend', '@acme/payments/backend'],
    ]);
  });

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

  it('goes where Locations and source locations lead, and up to the system', async () => {
    const entity = (kind: string, name: string, rest: string) =>
      `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;
    const located = (name: string, url: string, owner: string) =>
      entity(
        'Component',
        name,
        `  annotations: {backstage.io/source-location: "url:${url}"}\nspec: {owner: ${owner}}\n`,
      );
    const { ownership, findings } = await readRepository(
      memoryTree({
        'catalog-info.yaml': [
          entity(
            'Location',
            'all',
            'spec: {targets: [./a/cart.yaml, ./gone.yaml, "https://x.example/y.yaml"]}\n',
          ),
          located(
            'b',
            'https://github.com/acme/app-config/tree/main/b/',
            'team-b',
          ),
          located(
            'c',
            'https://git.acme.example/acme/app-config/-/tree/main/c/d',
            'team-c',
          ),
          located('e', 'https://github.com/acme/other/tree/main/e/', 'team-e'),
        ].join('---\n'),
        'a/cart.yaml': [
          entity('Component', 'cart', 'spec: {system: shop}\n'),
          entity('System', 'shop', 'spec: {domain: default/sales}\n'),
          entity('Domain', 'sales', 'spec: {owner: team-a}\n'),
        ].join('---\n'),
        'f/catalog-info.yaml': entity(
          'Component',
          'f',
          'spec: {owner: TODO}\n',
        ),
        'g/catalog-info-1.yaml': component('g1'),
        'g/catalog-info-2.yaml': component('g2'),
        'h/catalog-info.yaml':
          entity('Component', 'h', 'spec: {system: i}\n---\n') +
          entity('System', 'i', 'spec: {domain: h}\n'),
      }),
    );
    const owners = (path: string) =>
      claimsForPath(ownership, 'acme/app-config', 'r', path).map(
        ({ raw }) => raw,
      );
    expect(owners('a/x')).toEqual(['team-a']);
    expect(owners('b/x')).toEqual(['team-b']);
    expect(owners('c/d/x')).toEqual(['team-c']);
    for (const path of ['x', 'c/x', 'e/x', 'f/x', 'g/x', 'h/x']) {
      expect([path, owners(path)]).toEqual([path, []]);
    }
    expect(findings.map(({ rule, location }) => [rule, location.path])).toEqual(
      [['catalog-owner-ambiguous', 'g/catalog-info-1.yaml']],
    );
  });

  it('follows the labels that a component selects its workloads by', async () => {
    const pod = (name: string, labels: string, namespace = 'shop') =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}, labels: {${labels}}}\n`;
    const { objects } = await readRepository(
      memoryTree({
        'catalog/cart.yaml': component(
          'payments',
          '{backstage.io/kubernetes-label-selector: "tier=web,app=cart", backstage.io/kubernetes-namespace: shop}',
        ),
        'catalog/any.yaml': component(
          'any',
          '{backstage.io/kubernetes-label-selector: "app in (x, y)"}',
        ),
        'pods.yaml': [
          pod('a', 'tier: web, app: cart, x: y'),
          pod('b', 'app: cart'),
          pod('c', 'app: cart, tier: web', 'other'),
          pod('d', 'app: x'),
        ].join('---\n'),
      }),
    );
    expect(objects.map(({ claims }) => claims.map(({ raw }) => raw))).toEqual([
      ['payments'],
      [],
      [],
      [],
    ]);
  });

  it('follows the id that a component shares with its workloads', async () => {
    const pod = (
      name: string,
      id: string,
      label = 'backstage.io/kubernetes-id',
    ) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${name}, labels: {${label}: ${id}}}\n`;
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
        'catalog/both.yaml': `${component('group:default/c', '{backstage.io/kubernetes-id: both}')}---\n${component('c', '{backstage.io/kubernetes-id: both}')}`,
        'catalog/near.yaml': component(
          'near',
          '{backstage.io/kubernetes-id: near, backstage.io/kubernetes-namespace: in}',
        ),
        'catalog/app.yaml': component(
          'app',
          '{backstage.io/kubernetes-label-selector: "app=web"}',
        ),
        'pods.yaml': [
          pod('x', 'cart'),
          pod('y', 'shared'),
          pod('z', 'other'),
          pod('b', 'both'),
          pod('in', 'near'),
          pod('out', 'near'),
          pod('web', 'web', 'app'),
        ].join('---\n'),
      }),
    );
    expect(
      objects.map(({ namespace, claims }) => [
        namespace,
        ...claims.map(
          ({ source, raw, doubtful }) =>
            `${source} ${raw}${doubtful ? '?' : ''}`,
        ),
      ]),
    ).toEqual([
      ['x', 'catalog-entity payments'],
      ['y'],
      ['z'],
      ['b', 'catalog-entity group:default/c'],
      ['in', 'catalog-entity near'],
      ['out'],
      ['web', 'catalog-entity app?'],
    ]);
  });
});
