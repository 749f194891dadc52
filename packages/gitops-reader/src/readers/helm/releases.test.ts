import { parsedFiles } from '../../__testUtils__/parsedFiles';
import { helmReader } from './reader';

it.each<[string, (at: number) => string, Record<string, number>]>([
  ['of one name', () => '{name: NAME}', { b: 1, c: 1 }],
  ['of a name each', at => `{name: NAME, alias: x${at}}`, { b: 500, c: 500 }],
])(
  'bounds what is made of a chart that lists another thousands of times, %s',
  (_, entry, expected) => {
    const entries = Array.from({ length: 3_000 }, (__, at) => entry(at)).join();
    const chart = (name: string, part: string) =>
      `name: ${name}\ndependencies: [${entries.replaceAll('NAME', part)}]\n`;
    const template = (name: string) =>
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;
    const { objects = [] } = helmReader.read(
      parsedFiles({
        'a/Chart.yaml': chart('a', 'b'),
        'a/charts/b/Chart.yaml': chart('b', 'c'),
        'a/charts/b/templates/b.yaml': template('b'),
        'a/charts/b/charts/c/Chart.yaml': 'name: c\n',
        'a/charts/b/charts/c/templates/c.yaml': template('c'),
      }),
    );
    const counts: Record<string, number> = {};
    for (const { name } of objects) {
      counts[name] = (counts[name] ?? 0) + 1;
    }
    expect(counts).toEqual(expected);
  },
);

it('bounds the charts that one depends on', () => {
  const entries = (version: string) =>
    Array.from(
      { length: 3_000 },
      (_, at) => `{name: x${at}, repository: "https://x", version: ${version}}`,
    ).join();
  const { pins = [] } = helmReader.read(
    parsedFiles({
      'a/prod/Chart.yaml': `name: a\ndependencies: [${entries('"*"')}]\n`,
      'a/prod/Chart.lock': `dependencies: [${entries('1.2.3')}]\n`,
    }),
  );
  expect(pins.map(({ pin }) => pin.value)).toEqual(
    Array.from({ length: 500 }, () => '1.2.3'),
  );
});
