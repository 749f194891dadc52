import { configMap, Harm, kustomization, times } from './texts';

/** Kustomizations that lead in circles, or grow with every level. */
export const kustomizations: readonly Harm[] = [
  function kustomizationsInCircles(random) {
    const length = 1 + random.below(80);
    return Object.fromEntries([
      ...Array.from({ length }, (_, at) => [
        `k${at}/kustomization.yaml`,
        kustomization([
          `../k${(at + 1) % length}`,
          '.',
          './',
          '../..',
          '/',
          '/etc',
          '../../../../etc/passwd',
          `../k${at}`,
        ]),
      ]),
      [
        'c/kustomization.yaml',
        'kind: Component\ncomponents: [., ../c, ../d]\n',
      ],
      [
        'd/kustomization.yaml',
        'kind: Component\ncomponents: [../c, ../d]\nresources: [../c]\n',
      ],
      [
        'kustomization.yaml',
        kustomization(['.', 'k0', 'c', 'kustomization.yaml']),
      ],
    ]);
  },
  function kustomizationsThatDouble(random) {
    const levels = 5 + random.below(25);
    return Object.fromEntries([
      ...Array.from({ length: levels }, (_, at) => [
        `k${at}/kustomization.yaml`,
        `namePrefix: a${at}-\nresources: [../k${at + 1}, ../l${at + 1}]\n`,
      ]),
      ...Array.from({ length: levels }, (_, at) => [
        `l${at}/kustomization.yaml`,
        `namePrefix: b${at}-\nresources: [../k${at + 1}, ../l${at + 1}]\n`,
      ]),
      [`k${levels}/kustomization.yaml`, kustomization(['a.yaml'])],
      [`k${levels}/a.yaml`, configMap('a', '  a: b\n')],
      [`l${levels}/kustomization.yaml`, kustomization(['a.yaml'])],
      [`l${levels}/a.yaml`, configMap('b', '  a: b\n')],
    ]);
  },
  function componentsThatDouble(random) {
    const levels = 5 + random.below(25);
    return Object.fromEntries([
      ...Array.from({ length: levels }, (_, at) => [
        `c${at}/kustomization.yaml`,
        `kind: Component\ncomponents: [../c${at + 1}, ../c${at + 1}, ../d${at + 1}]\n`,
      ]),
      ...Array.from({ length: levels }, (_, at) => [
        `d${at}/kustomization.yaml`,
        `kind: Component\ncomponents: [../c${at + 1}, ../d${at + 1}]\n`,
      ]),
      ['kustomization.yaml', 'components: [c0]\nresources: [a.yaml]\n'],
      ['a.yaml', configMap('a', '  a: b\n')],
    ]);
  },
  function manyPatches(random) {
    const count = random.pick([50, 500]);
    return {
      'kustomization.yaml': kustomization(
        ['all.yaml'],
        `patches:\n${times(count, at => `  - target: { kind: ConfigMap, name: "(a+)+x|${at}" }\n    patch: '[{"op":"add","path":"/data/k${at}","value":"v"}]'\n`)}`,
      ),
      'all.yaml': times(
        count,
        at => `---\n${configMap(`${'a'.repeat(30)}${at}`, '  a: b\n')}`,
      ),
    };
  },
  function jsonPatchOfNonsense() {
    const pointers = [
      '',
      '/',
      '//',
      '/-',
      '/spec/-1',
      '/spec/99999999999',
      '/~',
      '/~2',
      '/metadata/labels/a~1b',
      '/spec/template/spec/containers/-/image',
      'no-slash',
      `/${'a/'.repeat(5000)}`,
    ];
    return {
      'kustomization.yaml': kustomization(
        ['a.yaml'],
        `patchesJson6902:\n${pointers.map(pointer => `  - target: { version: v1, kind: ConfigMap, name: a }\n    patch: ${JSON.stringify(JSON.stringify(['add', 'remove', 'replace', 'move', 'copy', 'test', 'x', null].map(op => ({ op, path: pointer, from: '/metadata', value: {} }))))}\n`).join('')}`,
      ),
      'a.yaml': configMap('a', '  a: b\n'),
    };
  },
];
