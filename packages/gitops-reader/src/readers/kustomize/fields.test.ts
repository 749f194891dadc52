import { readdirSync, readFileSync } from 'fs';
import { join, relative } from 'path';
import { JsonObject, JsonValue } from '../../facts';
import { isObject, mapTree } from '../../lib/json';
import { objectsOf } from '../manifests';
import { parsedFiles } from '../../__testUtils__/parsedFiles';
import { parseYaml } from '../../yaml';
import { appliedResources } from './applied';
import { KustomizeBuilder } from './build/build';
import { declaredObjects } from './declared';
import { hashOf } from './transformers/nameHash';
import { current } from './resource';

const fixtures = join(__dirname, '__fixtures__', 'fields');

const files = Object.fromEntries(
  readdirSync(fixtures, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      return [
        relative(fixtures, path).replaceAll('\\', '/'),
        readFileSync(path, 'utf8'),
      ];
    }),
);

/** The object as it is compared: Secrets without values, empty mappings as absent. */
function comparable(value: JsonValue): JsonValue {
  return mapTree(value, at => {
    if (!isObject(at)) {
      return at;
    }
    const isSecret = at.kind === 'Secret' && at.apiVersion === 'v1';
    return Object.fromEntries(
      Object.keys(at)
        .sort()
        .filter(
          key =>
            !(isSecret && key === 'data') &&
            !(isObject(at[key]) && Object.keys(at[key]).length === 0),
        )
        .map(key => [key, at[key]]),
    );
  });
}

const sorted = (values: JsonValue[]) =>
  values.map(value => JSON.stringify(comparable(value), null, 1)).sort();

describe('every field is the one of kubectl kustomize', () => {
  it.each([
    ['names that follow renamed objects', 'nspre'],
    ['labels in selectors, templates and fields of their own', 'lab'],
    ['replacements', 'repl'],
    ['replacements of what was renamed', 'replpre'],
    ['transformers that kustomize brings along', 'trans'],
    ['transformers of a directory', 'trans2'],
    ['configurations', 'conf'],
    ['generators that kustomize brings along', 'gens'],
    ['references to what is generated', 'genover'],
    ['JSON patches of what is not there', 'jp'],
    ['components in their order', 'comp'],
    ['fields that hold a namespace', 'crd'],
    ['two overlays of one base in one', 'sametwo'],
    ['patches that rename', 'rename'],
    ['lists of known kinds', 'lists'],
    ['variables, and generators that take some out of files', 'vars'],
  ])('%s', (_, directory) => {
    const build = new KustomizeBuilder(parsedFiles(files)).build(directory);
    const built = (build ? appliedResources(build) : []).map(
      ({ value }) => value,
    );
    const text = JSON.stringify(built);
    const golden = files[`golden/${directory}.yaml`].replace(
      // Of Secrets, whose data is not known.
      /([\w.-]+)-[2456789bcdfghkmt]{10}$/gm,
      (name, plain: string) => (text.includes(`"${name}"`) ? name : plain),
    );
    const expected = parseYaml('golden.yaml', golden).documents.flatMap(
      document => [...objectsOf(document)].map(({ value }) => value),
    );
    expect(build?.partial).toEqual([]);
    expect(sorted(built)).toEqual(sorted(expected));
    expect(text.match(/-[2456789bcdfghkmt]{10}"/g) ?? []).toHaveLength(
      golden.match(/-[2456789bcdfghkmt]{10}$/gm)?.length ?? 0,
    );
  });
});

it('names the line of the value that a variable brings into an image', () => {
  const repository = parsedFiles(files);
  const build = new KustomizeBuilder(repository).build('vars');
  const versions = (
    build ? declaredObjects(build, repository, { builtBy: 'vars' }) : []
  ).flatMap(object => object.versions);
  expect(
    versions.map(({ value, key, evidence }) => [
      value,
      key,
      evidence.type === 'file' &&
        `${evidence.location.path}:${evidence.location.line}`,
    ]),
  ).toContainEqual(['1.2', 'data.cart-image', 'varsbase/parameters.env:2']);
});

describe('what does not fit is said', () => {
  const deployment =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, image: "web:1"}]}}}\n';
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: db}\n';
  it.each([
    [
      'a replacement without a source',
      'replacements: [{source: {kind: ConfigMap}, targets: [{select: {kind: Deployment}}]}]',
      'a replacement finds no object to take its value from',
    ],
    [
      'a replacement without a field',
      'replacements: [{source: {kind: Deployment}, targets: [{select: {kind: Deployment}, fieldPaths: [spec.a.b]}]}]',
      'a replacement finds no field to put its value into',
    ],
    [
      'a replacement out of a Secret',
      'replacements: [{source: {kind: Secret, fieldPath: data.x}, targets: [{select: {kind: Deployment}, fieldPaths: [metadata.name]}]}]',
      'a replacement takes a value of a Secret',
    ],
    [
      'a JSON patch that does not fit',
      'patches: [{target: {kind: Deployment}, patch: "- {op: remove, path: /metadata/labels/a}"}]',
      'a patch does not fit',
    ],
    [
      'a plugin that is a program',
      'transformers: ["apiVersion: acme.example/v1\\nkind: Stamp\\nmetadata: {name: a}"]',
      'transformers are not run',
    ],
    [
      'a variable of nothing',
      'vars: [{name: A, objref: {kind: Deployment, name: web}}]',
      'the variable A names no object of this build',
    ],
    [
      'a variable out of a Secret',
      'vars: [{name: A, objref: {apiVersion: v1, kind: Secret, name: db}, fieldref: {fieldPath: data.x}}]',
      'the variable A takes a value that is not known',
    ],
    [
      'the file of a kustomization among resources',
      'resources: [../other/kustomization.yaml, web.yaml, db.yaml]',
      'other/kustomization.yaml is a kustomization',
    ],
  ])('%s', (_, text, reason) => {
    const build = new KustomizeBuilder(
      parsedFiles({
        'k/kustomization.yaml': `${text.startsWith('resources') ? '' : 'resources: [web.yaml, db.yaml]\n'}${text}\n`,
        'k/web.yaml': deployment,
        'k/db.yaml': secret,
        'other/kustomization.yaml': 'resources: []',
      }),
    ).build('k');
    expect(build?.partial).toEqual([reason]);
    expect(build?.findings.size).toBe(1);
    expect(
      build?.resources.map(resource => current(resource).name).sort(),
    ).toEqual(['db', 'web']);
  });
});

describe('the hash of a generated name', () => {
  it.each<[what: string, configMap: JsonObject, hash: string | undefined]>([
    ['no data', {}, '6ct58987ht'],
    [
      'what Go escapes, keys in their order',
      { data: { x: 'q', k: "v<&>'é", n: '1' } },
      '8g9bbgtmgt',
    ],
    [
      'bytes beside text',
      { data: { k: 'v', q: '7', y: '1' }, binaryData: { b: 'e30=' } },
      'm9b967f65f',
    ],
    ['what was cut off', { data: { k: 'a (secret value)' } }, undefined],
    ['what is no text', { data: { k: 1 } }, undefined],
  ])('%s', (_, configMap, hash) => {
    expect(hashOf(configMap)).toBe(hash);
  });

  it.each<[what: string, overlay: string, names: string[]]>([
    [
      'is that of the data in the end, whatever the overlay calls it',
      'namePrefix: p-\nconfigMapGenerator:\n- {name: a, behavior: merge, literals: [z=1]}\n',
      ['p-a-', 'p-e-6ct58987ht', 'p-f', 'p-plain'],
    ],
    [
      'is none where the overlay wants none',
      'configMapGenerator:\n- {name: a, behavior: merge, options: {disableNameSuffixHash: true}}\n- {name: plain, behavior: merge, literals: [z=1]}\n',
      ['a', 'e-6ct58987ht', 'f', 'plain'],
    ],
    [
      'is known again where what is unknown was replaced',
      'configMapGenerator:\n- {name: f, behavior: replace, literals: [y=1]}\n',
      ['a-', 'e-6ct58987ht', 'f-hg5cf977tt', 'plain'],
    ],
    [
      'is unknown where a variable has its value from the environment',
      'configMapGenerator:\n- {name: f, behavior: replace, envs: [a.env]}\n- {name: g, envs: [b.env]}\n',
      ['a-', 'e-6ct58987ht', 'f$', 'plain', 'g-89g4tffbfk'],
    ],
  ])('%s', (_, overlay, names) => {
    const build = new KustomizeBuilder(
      parsedFiles({
        'base/kustomization.yaml':
          'configMapGenerator:\n- {name: a, literals: [k=v]}\n- {name: e}\n- {name: f, files: [t.txt]}\n- {name: plain, options: {disableNameSuffixHash: true}, literals: [k=v]}\n',
        'base/t.txt': 'text\n',
        'o/a.env': 'A=1\nC\n',
        'o/b.env': '# of all\n\nA=1\n',
        'o/kustomization.yaml': `resources: [../base]\n${overlay}`,
      }),
    ).build('o');
    const applied = (build ? appliedResources(build) : []).map(
      resource => current(resource).name,
    );
    expect(applied).toHaveLength(names.length);
    applied.forEach((name, at) =>
      expect(name).toMatch(new RegExp(`^${names[at]}`)),
    );
    expect(
      build?.resources.map(resource => current(resource).name).join(),
    ).not.toMatch(/-[2456789bcdfghkmt]{10}/);
  });
});
