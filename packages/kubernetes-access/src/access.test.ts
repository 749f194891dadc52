import { defaultRules, resourcesOf } from './rules';
import { renderClusterRole } from './renderClusterRole';
import { selectResources } from './selectResources';

const find = (rules: ReturnType<typeof selectResources>, group: string) =>
  rules.find(rule => rule.group === group);

describe('what is read', () => {
  it('names each resource once, and no Secret', () => {
    const names = defaultRules.flatMap(rule =>
      resourcesOf(rule).map(resource => `${resource}.${rule.group}`),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(defaultRules.map(({ group }) => group)).size).toBe(
      defaultRules.length,
    );
    expect(names.filter(name => /^secrets\.|[*/]/.test(name))).toEqual([
      '*.constraints.gatekeeper.sh',
    ]);
    expect(find(selectResources(), '')).toMatchObject({
      metadata: ['configmaps'],
    });
  });

  it('can be chosen', () => {
    const rules = selectResources({
      add: ['databases.acme.example', 'limitranges', 'pods'],
      exclude: ['nodes', 'certificates.cert-manager.io'],
      metadataOnly: ['pods', 'databases.acme.example'],
    });
    expect(find(rules, 'acme.example')).toEqual({
      group: 'acme.example',
      why: 'chosen in the configuration',
      metadata: ['databases'],
    });
    const core = find(rules, '');
    expect(core?.whole).toContain('limitranges');
    expect(core?.whole).not.toContain('nodes');
    expect(core?.metadata).toEqual(['configmaps', 'pods']);
    expect(find(rules, 'cert-manager.io')).toBeUndefined();
  });

  it.each([
    ['secrets', 'Secrets are never read'],
    ['secrets.acme.example', 'Secrets are never read'],
    ['*', 'wildcards'],
    ['*.apps', 'wildcards'],
    ['pods/log', 'is not a resource'],
    ['Deployment', 'is not a resource'],
    ['', 'is not a resource'],
    ['a\n- b', 'is not a resource'],
  ])('refuses to add %j', (name, message) => {
    expect(() => selectResources({ add: [name] })).toThrow(message);
    expect(() => selectResources({ exclude: [name] })).toThrow();
  });

  it('names what is left out though it was never read', () => {
    expect(() => selectResources({ exclude: ['deployment.apps'] })).toThrow(
      "'deployment.apps' is not among the resources",
    );
  });
});

describe('the ClusterRole', () => {
  const rules = selectResources();

  it('grants reading of each resource, with a reason, and nothing else', () => {
    const text = renderClusterRole({
      rules,
      name: 'plumbline',
      namespace: 'plumbline',
    });
    const granted = [...text.matchAll(/^ {6}- ([a-z]+|'\*')$/gm)].map(
      ([, name]) => name.replaceAll("'", ''),
    );
    expect(granted.sort()).toEqual(rules.flatMap(resourcesOf).sort());
    expect(text).not.toMatch(/- secrets$|kind: Secret$/m);
    expect(text.match(/\*/g)).toHaveLength(1);
    expect(text).toContain(`  - apiGroups: ['constraints.gatekeeper.sh']
    resources:
      - '*'
`);
    expect(
      [...text.matchAll(/verbs: (.*)/g)].map(([, verbs]) => verbs),
    ).toEqual(rules.map(() => '[get, list, watch]'));
    expect(text).toContain(`  # jobs and their schedules
  - apiGroups: ['batch']
    resources:
      - cronjobs
      - jobs
    verbs: [get, list, watch]
`);
    expect(text).toContain('kubectl -n plumbline create token plumbline');
  });

  it('has no wildcard at all where constraints are left out', () => {
    const text = renderClusterRole({
      rules: selectResources({ exclude: ['*.constraints.gatekeeper.sh'] }),
      name: 'plumbline',
      namespace: 'plumbline',
    });
    expect(text).toContain('# no wildcard here, and nothing of exec');
    expect(text).not.toMatch(/\*|constraints/);
  });

  it('brings a token on request, and no namespace that is there anyway', () => {
    const text = renderClusterRole({
      rules,
      name: 'reader',
      namespace: 'kube-system',
      token: true,
    });
    expect(text).toContain('type: kubernetes.io/service-account-token');
    expect(text).not.toContain('kind: Namespace');
    expect(text).not.toContain('create token');
  });
});
