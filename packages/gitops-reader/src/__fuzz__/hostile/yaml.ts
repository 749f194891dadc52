import { configMap, Harm, kustomization, times } from './texts';

/** Files that are hard on a parser of YAML. */
export const yaml: readonly Harm[] = [
  function aliasBomb(random) {
    const levels = 5 + random.below(20);
    return {
      'bomb.yaml': `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${times(levels, at => `a${at + 1}: &a${at + 1} [${Array.from({ length: 9 }, () => `*a${at}`).join(', ')}]\n`)}kind: ConfigMap\napiVersion: v1\nmetadata: { name: *a${levels} }\n`,
    };
  },
  function mergeBomb(random) {
    const levels = 5 + random.below(15);
    return {
      'merge.yaml': `a0: &a0 { k: v }\n${times(levels, at => `a${at + 1}: &a${at + 1}\n  <<: [*a${at}, *a${at}, *a${at}]\n  k${at}: *a${at}\n`)}`,
      'values.yaml': `image: &image\n  tag: 1\n  <<: *image\n`,
    };
  },
  function selfAlias() {
    return {
      'self.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: &m\n  name: x\n  labels: *m\ndata: &d { a: *d }\n',
    };
  },
  function deepFlow(random) {
    const depth = random.pick([150, 1000, 20_000, 100_000]);
    const open = random.pick(['[', '{a: ', '- ', '? ', '((', '{"a":']);
    return {
      'deep.yaml': open.repeat(depth),
      'deep.json': `${'['.repeat(depth)}${']'.repeat(depth)}`,
      'kind.json': `{"apiVersion":"v1","kind":"List","items":${'[{"items":'.repeat(depth)}`,
      CODEOWNERS: `${'a/'.repeat(depth)} @acme/x\n${'['.repeat(depth)} @acme/y\n`,
    };
  },
  function deepBlock(random) {
    const depth = random.pick([100, 199, 250, 1500]);
    return {
      'block.yaml': times(depth, at => `${' '.repeat(at)}a:\n`),
      'list.yaml': times(depth, at => `${'- '.repeat(at % 300)}a\n`),
      'values.yaml': times(depth, at => `${' '.repeat(at)}image:\n`),
    };
  },
  function deepLists(random) {
    const depth = 20 + random.below(180);
    return {
      'lists.json':
        `{"apiVersion":"v1","kind":"List","items":[`.repeat(depth) +
        ']}'.repeat(depth),
    };
  },
  function manyDocuments(random) {
    const count = random.pick([1000, 20_000]);
    return {
      'documents.yaml': '---\n'.repeat(count),
      'objects.yaml': times(
        count / 10,
        at => `---\n${configMap(`x${at}`, '  a: b\n')}`,
      ),
    };
  },
  function hugeScalars(random) {
    const size = random.pick([100_000, 2_000_000]);
    return {
      'scalar.yaml': configMap('x', `  a: "${'a'.repeat(size)}"\n`),
      'key.yaml': `${'k'.repeat(size)}: 1\n`,
      'name.yaml': `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${'n'.repeat(size)}\n`,
      'escapes.yaml': configMap('y', `  a: "${'\\x41'.repeat(size / 20)}"\n`),
      'spaces.yaml': `a:${' '.repeat(size)}b\n`,
      'quotes.yaml': `a: ${"''".repeat(size / 20)}\n`,
    };
  },
  function duplicateKeys(random) {
    const count = random.pick([100, 20_000]);
    return {
      'twice.yaml': `apiVersion: v1\nkind: ConfigMap\n${'metadata: { name: x }\n'.repeat(count)}`,
      'pollution.json':
        '{"apiVersion":"v1","kind":"ConfigMap","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"metadata":{"name":"__proto__","labels":{"__proto__":"team","team":"constructor"}}}',
      'pollution.yaml':
        'apiVersion: v1\nkind: Deployment\nmetadata:\n  name: constructor\n  namespace: __proto__\n  labels: { __proto__: x, team: __proto__, constructor: y }\n__proto__:\n  polluted: 1\n',
      'values.yaml':
        '__proto__:\n  image: { repository: a, tag: 1 }\nconstructor:\n  image: { repository: toString, tag: hasOwnProperty }\n',
      'kustomization.yaml': kustomization(
        ['pollution.yaml'],
        'namePrefix: __proto__\ncommonLabels: { __proto__: a, constructor: b }\nimages: [{ name: __proto__, newTag: constructor }]\npatches: [{ patch: "[{op: add, path: /__proto__/polluted, value: 1}, {op: add, path: /constructor/prototype/polluted, value: 1}]", target: { kind: Deployment } }]\n',
      ),
    };
  },
];
