import { claimsForPath } from '../../claims/claimsForPath';
import { memoryTree } from '../../files/memoryTree';
import { readRepository } from '../../readRepository';

async function claimsIn(chart: string, path = 'charts/cart/Chart.yaml') {
  const { ownership } = await readRepository(
    memoryTree({
      [path]: `apiVersion: v2\nname: cart\nversion: 1.0.0\n${chart}`,
      'platform/Chart.yaml': 'name: platform',
    }),
  );
  const below = path.replace(/[^/]*$/, 'values.yaml');
  return claimsForPath(ownership, 'acme/app-config', 'r', below).map(
    ({ source, raw, catchAll, evidence }) => [
      source,
      raw,
      evidence.type === 'file' && evidence.location.line,
      ...(catchAll ? ['all'] : []),
    ],
  );
}

describe('chartOwnersReader', () => {
  it.each<[what: string, chart: string, expected: unknown[]]>([
    [
      'an annotation',
      'annotations:\n  acme.example/team: payments\n',
      [['object-label', 'payments', 5]],
    ],
    [
      'an annotation with dots',
      'annotations:\n  io.acme.application.team: payments\n',
      [['object-label', 'payments', 5]],
    ],
    [
      'maintainers',
      'maintainers:\n- name: payments-team\n  email: pay@acme.example\n- name: Jo Doe\n  email: jo@acme.example\n- name: Al Roe\n',
      [
        ['chart-maintainer', 'payments-team', 4],
        ['chart-maintainer', 'jo@acme.example', 4],
      ],
    ],
    [
      'a chart whose sources are the organisation’s own',
      'home: https://tool.example\nsources: ["https://github.com/acme/cart"]\nmaintainers: [{name: payments}]\n',
      [['chart-maintainer', 'payments', 6]],
    ],
    [
      'no chart of others',
      'sources: ["https://github.com/tool/charts"]\nmaintainers: [{name: tool}]\nannotations: {team: tool}\n',
      [],
    ],
    [
      'no organisation as a whole',
      'maintainers: [{name: Acme}, {name: payments}]\n',
      [['chart-maintainer', 'payments', 4]],
    ],
    ['no placeholder', 'annotations: {team: TODO}\nmaintainers: [{}, 1]\n', []],
  ])('takes %s', async (_, chart, expected) => {
    expect(await claimsIn(chart)).toEqual(expected);
  });

  it.each([
    ['platform/charts/redis/Chart.yaml', []],
    ['vendor/redis/Chart.yaml', []],
    ['_scaffold/service/Chart.yaml', []],
    ['starters/web/Chart.yaml', []],
    ['platform/charts.d/Chart.yaml', [['object-label', 'x', 4]]],
    ['Chart.yaml', [['object-label', 'x', 4, 'all']]],
  ])('asks whose chart %s is', async (path, expected) => {
    expect(await claimsIn('annotations: {team: x}\n', path)).toEqual(expected);
  });
});
