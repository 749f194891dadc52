import { goPattern } from './goPattern';

describe('goPattern', () => {
  it.each([
    ['secrets/.*\\.ya?ml$', 'secrets/prod/x.yaml', true],
    ['(?i)SECRETS/', 'secrets/x', true],
    ['^apps/[^/]+/(dev|prod)/', 'apps/cart/prod/x.yaml', true],
    ['(a|b){2}', 'ab', undefined],
    ['a{1000}', 'a', undefined],
    ['(?=a)a', 'a', undefined],
    ['(a)\\1', 'aa', undefined],
    ['[a', 'a', undefined],
    ['x'.repeat(501), 'x', undefined],
  ])('runs %s on %s: %s', (source, text, fits) => {
    expect(goPattern(source)?.test(text)).toBe(fits);
  });

  it.each([
    'a*b*.*.*.*.*X$',
    `^${'a?'.repeat(40)}X`,
    `${'(a|a)'.repeat(40)}X`,
    '^((a|a))*X',
    '^(a+)+$',
  ])('runs %s without trying all ways', source => {
    expect(goPattern(source)?.test(`${'a'.repeat(400)}.yaml`)).toBe(false);
  });
});
