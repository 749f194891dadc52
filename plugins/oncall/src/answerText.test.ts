import { sampleAnswer } from '@plumbline/plugin-plumbline-react/testUtils';
import { groupClaims } from './claimGroups';
import { groupByFile } from './configFiles';
import { compareVersions } from './versions';

it('gathers the lines of a file, in their order', () => {
  const [place] = sampleAnswer.config;
  const at = (path: string, line: number) => ({ ...place, path, line });
  expect(
    groupByFile([at('b', 9), at('a', 2), at('b', 3)]).map(file => [
      file.path,
      file.places.map(({ line }) => line),
    ]),
  ).toEqual([
    ['b', [3, 9]],
    ['a', [2]],
  ]);
});

it('tells marks that agree from marks that lost', () => {
  const [decisive] = sampleAnswer.claims;
  const lost = { ...decisive, decisive: false };
  expect(
    groupClaims(
      [
        decisive,
        lost,
        { ...lost, source: 'path-convention' },
        { ...lost, team: 'group:default/platform' },
      ],
      sampleAnswer.owners,
    ).map(({ verdict, claims }) => [verdict, claims.length]),
  ).toEqual([
    ['decides', 2],
    ['agrees', 1],
    ['outranked', 1],
  ]);
});

describe('compareVersions', () => {
  it('lays Git and cluster side by side', () => {
    const rows = compareVersions(sampleAnswer.version);
    expect(
      rows.map(({ name, declared, running, differs }) => [
        name,
        declared.map(({ value }) => value),
        running.map(({ value }) => value),
        differs,
      ]),
    ).toEqual([
      ['ghcr.io/acme/cart', ['2.18.0'], ['2.17.3'], true],
      ['ghcr.io/acme/otel-agent', ['1.4.2'], ['1.4.2'], false],
    ]);
  });

  it.each([
    ['revision', 'main', '4f1c0b7e9d2a36c58e0b1f7a94d3c2e5b6a7980d', false],
    [
      'revision',
      'a90d71c2be6f43e85d1c07b9f2a4e6d80b3c5f17',
      '4f1c0b7e9d2a36c58e0b1f7a94d3c2e5b6a7980d',
      true,
    ],
    ['chart', '>=4.1.0 <5', '4.13.3', false],
    ['chart', '4.x', '4.13.3', false],
    ['chart', '4.1.0', '4.13.3', true],
  ] as const)('%s %s beside %s: %s', (kind, wanted, actual, differs) => {
    const [pin] = sampleAnswer.version.declared;
    const [row] = compareVersions({
      declared: [{ ...pin, kind, value: wanted }],
      running: [{ ...pin, kind, value: actual }],
    });
    expect(row.differs).toBe(differs);
  });

  it('calls nothing different of which one side is unknown', () => {
    const { declared } = sampleAnswer.version;
    expect(
      compareVersions({ declared, running: [] }).some(row => row.differs),
    ).toBe(false);
  });
});
