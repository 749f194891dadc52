import { parsedFiles } from '../../__testUtils__/parsedFiles';
import { conditionsOf, isSwitchedOff } from './conditions';
import { helmReader } from './reader';
import { unknown, Value } from './template/value';

describe('what decides on a dependency', () => {
  const entry = { condition: 'db.enabled, global.db', tags: ['back', 'store'] };

  it.each<[string, Value, boolean]>([
    ['nothing', {}, false],
    ['the condition', { db: { enabled: false } }, true],
    [
      'the first condition that is there',
      { db: { enabled: true }, global: { db: false } },
      false,
    ],
    [
      'the next one where the first is none',
      { db: { enabled: 'no' }, global: { db: false } },
      true,
    ],
    ['a condition that is not known', { db: unknown }, false],
    ['values that are not known', unknown, false],
    ['a tag', { tags: { back: false } }, true],
    ['tags of which one is on', { tags: { back: false, store: true } }, false],
    [
      'the condition before tags',
      { db: { enabled: true }, tags: { back: false } },
      false,
    ],
  ])('%s', (_, values, leftOut) => {
    expect(isSwitchedOff(conditionsOf(entry), values)).toBe(leftOut);
  });

  it('leaves charts of elsewhere out where the values of a release do', () => {
    const dependency = (name: string, more: string) =>
      `  - {name: ${name}, version: 1.0.0, repository: "https://charts.example", ${more}}\n`;
    const files = {
      'c/Chart.yaml': `name: shop\ndependencies:\n${dependency('redis', 'condition: redis.enabled')}${dependency('db', 'tags: [store]')}`,
      'c/values.yaml': 'redis: {enabled: false}\n',
      'c/values-dev.yaml': 'redis: {enabled: true}\ntags: {store: false}\n',
      'c/values-prod.yaml': 'a: 1\n',
      'dev/a/Chart.yaml': `name: a\ndependencies:\n${dependency('redis', 'condition: redis.enabled')}`,
      'dev/a/values.yaml': 'redis: {enabled: false}\n',
    };
    expect(
      (helmReader.read(parsedFiles(files)).pins ?? [])
        .map(({ environment, service, pin }) =>
          [environment, service, pin.name].join(' '),
        )
        .sort(),
    ).toEqual(['development shop redis', 'production shop db']);
  });
});
