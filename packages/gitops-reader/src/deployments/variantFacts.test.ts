import { VariantFacts } from './variantFacts';

const at = (line = 1) => ({
  kind: 'ClusterPolicy',
  name: 'p',
  location: {
    repository: 'acme/config',
    revision: 'main',
    path: 'p.yaml',
    line,
  },
});

type Place = { namespace?: string; environment?: string; cluster?: string };

it.each<[string, [Place, string[]?][], Place, string[] | undefined]>([
  ['nothing of another line', [], { cluster: 'a' }, undefined],
  [
    'what is told of the most of its place',
    [
      [{ environment: 'prod' }, ['loose']],
      [{ environment: 'prod', cluster: 'a' }, ['close']],
    ],
    { namespace: 'n', environment: 'prod', cluster: 'a' },
    ['close'],
  ],
  [
    'nothing where the closest is as its document says',
    [[{}, ['loose']], [{ cluster: 'a' }]],
    { cluster: 'a' },
    undefined,
  ],
  [
    'the first of two of one place that says something',
    [[{ cluster: 'a' }], [{ cluster: 'a' }, ['x']], [{ cluster: 'a' }, ['y']]],
    { cluster: 'a' },
    ['x'],
  ],
  [
    'the first of two places that are as close',
    [
      [{ cluster: 'a' }],
      [{ environment: 'prod' }, ['x']],
      [{ namespace: 'n' }, ['y']],
    ],
    { namespace: 'n', environment: 'prod', cluster: 'a' },
    ['x'],
  ],
  [
    'nothing of a place that is told more of than is known of it',
    [[{ cluster: 'a' }, ['x']]],
    { environment: 'prod' },
    undefined,
  ],
])('an object says %s', (_, added, place, expected) => {
  const facts = new VariantFacts<string>();
  facts.add(at(2), ['of another line']);
  added.forEach(([where, said]) => facts.add({ ...at(), ...where }, said));
  expect(facts.of({ ...at(), ...place })).toEqual(expected);
});

it('is found soon among those of ten thousand places', () => {
  const started = process.cpuUsage().user;
  const facts = new VariantFacts<string>();
  const places = Array.from({ length: 10_000 }, (_, index) => ({
    ...at(),
    environment: 'prod',
    cluster: `c${index}`,
  }));
  places.forEach((place, index) =>
    facts.add(place, index % 2 ? [place.cluster] : undefined),
  );
  expect(places.flatMap(place => facts.of(place) ?? [])).toHaveLength(5_000);
  expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
});
