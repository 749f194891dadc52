import { kustomizeReader } from '../kustomize';
import { parsedFiles, pinsOf, placesOf } from '../../__testUtils__/parsedFiles';
import { fluxReader } from './reader';

const source = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: config, namespace: flux-system}
spec:
  url: ssh://git@github.com/acme/app-config
  ref: {branch: main}
`;
const kustomization = (spec: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: cart, namespace: flux-system}
spec:
  path: ./cart
  sourceRef: {kind: GitRepository, name: config}
${spec}`;
const release = (spec: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: cart, namespace: shop}
spec:
${spec}  chart: {spec: {chart: cart, version: 1.0.0, sourceRef: {kind: HelmRepository, name: charts}}}
`;

function read(files: Record<string, string>) {
  const repository = parsedFiles(files);
  return [kustomizeReader, fluxReader].reduce(
    (all, reader) => {
      const { objects = [], findings = [] } = reader.read(repository);
      return {
        objects: [...all.objects, ...objects],
        findings: [...all.findings, ...findings],
      };
    },
    { objects: [], findings: [] } as {
      objects: NonNullable<ReturnType<typeof fluxReader.read>['objects']>;
      findings: NonNullable<ReturnType<typeof fluxReader.read>['findings']>;
    },
  );
}

describe('what engine objects wait for', () => {
  it.each([
    [
      'a Kustomization',
      `${source}---\n${kustomization('  dependsOn: [{name: db}, {name: crds, namespace: infra}, {name: own, namespace: flux-system}]\n')}`,
      { dependsOn: ['db', 'infra/crds', 'own'] },
    ],
    [
      'a HelmRelease',
      release('  dependsOn: [{name: db}, {}]\n  suspend: true\n'),
      { dependsOn: ['db'], suspended: true },
    ],
    ['one that waits for nothing', release('  suspend: false\n'), {}],
  ])('%s', (_, text, expected) => {
    const engine = read({ 'a.yaml': text }).objects.find(({ kind }) =>
      /^(Kustomization|HelmRelease)$/.test(kind),
    )?.engine;
    expect(engine).toBeDefined();
    const { dependsOn, suspended } = engine ?? {};
    expect(JSON.parse(JSON.stringify({ dependsOn, suspended }))).toEqual(
      expected,
    );
  });
});

describe('what rests', () => {
  const told = (files: Record<string, string>) =>
    read({ ...files, 'cart/a.yaml': 'a: 1\n' }).findings.map(
      ({ rule, severity, location, message }) =>
        `${rule} ${severity} ${location.path}:${location.line} ${/let (.*) rest/.exec(message)?.[1]}`,
    );

  it.each([
    [
      'a Kustomization',
      { 'a.yaml': `${source}---\n${kustomization('  suspend: true\n')}` },
      ['engine-suspended info a.yaml:14 Kustomization flux-system/cart'],
    ],
    [
      'its source, told once',
      {
        'a.yaml': `${source}  suspend: true\n---\n${kustomization('')}---\n${kustomization('').replace('name: cart', 'name: other')}`,
      },
      ['engine-suspended info a.yaml:7 GitRepository flux-system/config'],
    ],
    [
      'a HelmRelease that a patch tells so, at its line',
      {
        'x/kustomization.yaml':
          'resources: [../base]\npatches:\n  - path: patch.yaml\n',
        'x/patch.yaml':
          'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: cart, namespace: shop}\nspec:\n  suspend: true\n',
        'base/kustomization.yaml': 'resources: [r.yaml]\n',
        'base/r.yaml': release(''),
      },
      ['engine-suspended info x/patch.yaml:5 HelmRelease shop/cart'],
    ],
    ['nothing', { 'a.yaml': `${source}---\n${kustomization('')}` }, []],
  ])('%s', (_, files, expected) => {
    expect(told(files as Record<string, string>)).toEqual(expected);
  });
});

describe('variables that a Secret may set', () => {
  const settings =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: flux-system}\ndata: {TAG: "2"}\n';
  const secret = (keys: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: secrets, namespace: flux-system}\nstringData: {${keys}}\n`;
  const deployment =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\nspec: {template: {spec: {containers: [{name: cart, image: "cart:${TAG:=1}"}]}}}\n';
  const from = (...names: string[]) =>
    `  postBuild: {substituteFrom: [${names.join(', ')}]}\n`;
  const map = '{kind: ConfigMap, name: settings}';
  const hidden = '{kind: Secret, name: secrets}';

  it.each([
    ['nothing sets it', from(), {}, ['1']],
    ['a Secret that is not here may', from(hidden), {}, []],
    [
      'a Secret that need not be there may',
      from('{kind: Secret, name: secrets, optional: true}'),
      {},
      ['1'],
    ],
    ['a ConfigMap that is not here may', from(map), {}, []],
    ['a Secret does', from(hidden), { 's.yaml': secret('TAG: x') }, []],
    [
      'a Secret sets another',
      from(hidden),
      { 's.yaml': secret('OTHER: x') },
      ['1'],
    ],
    [
      'a ConfigMap does after a Secret',
      from(hidden, map),
      { 's.yaml': secret('TAG: x'), 'm.yaml': settings },
      ['2'],
    ],
    [
      'a Secret does after a ConfigMap',
      from(map, hidden),
      { 's.yaml': secret('TAG: x'), 'm.yaml': settings },
      [],
    ],
    [
      'a ConfigMap does, before a Secret that is not here',
      from(map, hidden),
      { 'm.yaml': settings },
      ['2'],
    ],
    [
      'the Kustomization does itself',
      `${from(hidden)}`.replace(
        'postBuild: {',
        'postBuild: {substitute: {TAG: "3"}, ',
      ),
      { 's.yaml': secret('TAG: x') },
      ['3'],
    ],
  ])('where %s', (_, spec, files, expected) => {
    const { objects } = read({
      'a.yaml': `${source}---\n${kustomization(spec)}`,
      'cart/cart.yaml': deployment,
      ...(files as Record<string, string>),
    });
    const cart = objects.find(({ kind }) => kind === 'Deployment');
    expect(
      cart?.versions
        .map(({ value }) => value)
        .filter(value => !value.includes('${')),
    ).toEqual(expected);
    expect(
      cart && placesOf(cart).some(place => place.endsWith('what is not read')),
    ).toBe(expected.length === 0);
    expect(cart && pinsOf(cart).join()).not.toContain('x');
  });
});

describe('what waits for something that is not there', () => {
  const told = (files: Record<string, string>) =>
    read({ ...files, 'cart/a.yaml': 'a: 1\n' })
      .findings.filter(({ rule }) => rule.startsWith('flux-'))
      .map(
        ({ severity, location, message }) =>
          `${severity} ${location.path}:${location.line} ${/(?:waits for |^)(\S+(?: \S+)?)(?:, which| makes)/.exec(message)?.[1]}`,
      );

  it.each<[what: string, files: Record<string, string>, expected: string[]]>([
    [
      'a Kustomization, at the line of the entry',
      {
        'a.yaml': `${source}---\n${kustomization('  dependsOn:\n  - name: cart\n  - name: gone\n  - {name: cart, namespace: other}\n')}`,
      },
      ['warning a.yaml:16 flux-system/gone', 'warning a.yaml:17 other/cart'],
    ],
    [
      'which a ResourceSet may make',
      {
        'a.yaml': `${source}---\n${kustomization('  dependsOn: [{name: gone}]\n')}`,
        'b.yaml':
          'apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSet\nmetadata: {name: all, namespace: flux-system}\nspec: {inputs: [{tenant: a}]}\n',
      },
      [
        'info a.yaml:14 flux-system/gone',
        'info b.yaml:1 ResourceSet flux-system/all',
      ],
    ],
    [
      'not by a variable, nor where namespaces are told elsewhere',
      {
        'a.yaml': `${source}---\n${kustomization('  dependsOn: [{name: "${ENV}-db"}, {name: db}]\n')}`,
        'b.yaml': `${source}---\n${kustomization('').replace('name: cart, namespace: flux-system', 'name: db')}`,
      },
      [],
    ],
    [
      'a HelmRelease waits for HelmReleases alone',
      {
        'a.yaml': `${source}---\n${kustomization('')}---\n${release('  dependsOn: [{name: cart, namespace: flux-system}]\n')}`,
      },
      ['warning a.yaml:19 flux-system/cart'],
    ],
    [
      'perhaps, where a part is not seen',
      {
        'a.yaml': `${source}---\n${kustomization('  dependsOn: [{name: gone}]\n')}`,
        'k/kustomization.yaml':
          'resources: ["https://github.com/acme/x?ref=v1"]\n',
      },
      ['info a.yaml:14 flux-system/gone'],
    ],
    [
      'not for what bootstrapping makes',
      {
        'a.yaml': `${source}---\n${kustomization('  dependsOn: [{name: flux-system}]\n')}---\napiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: {name: flux, namespace: flux-system}\n`,
      },
      [],
    ],
  ])('%s', (_, files, expected) => {
    expect(told(files)).toEqual(expected);
  });
});

it('follows what the chart of a FluxInstance makes a cluster read', () => {
  const { objects } = read({
    'apps/flux/release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: flux, namespace: flux-system}
spec:
  chart: {spec: {chart: flux-instance, version: 0.1.0, sourceRef: {kind: HelmRepository, name: operator}}}
  values:
    instance:
      sync: {kind: GitRepository, url: "https://github.com/acme/app-config", ref: refs/heads/main, path: clusters/eu}
`,
    'clusters/eu/kustomization.yaml': 'resources: [a.yaml]\n',
    'clusters/eu/a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n',
  });
  expect(
    objects
      .find(({ kind }) => kind === 'ConfigMap')
      ?.config.filter(({ role }) => role === 'application')
      .map(({ location }) => location.path),
  ).toEqual(['apps/flux/release.yaml']);
});
