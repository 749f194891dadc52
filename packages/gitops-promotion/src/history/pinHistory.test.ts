import { PinChange } from '../types';
import { arrivals, paceOf } from './pinHistory';

function change(to: string | undefined, at: string, from?: string): PinChange {
  return { to, from, at, commit: 'c', author: 'a', subject: 's' };
}

const staging = [
  change('v3', '2026-11-20T08:00:00Z', 'v2'),
  change('v2', '2026-11-10T08:00:00Z', 'v1'),
  change('v1', '2026-06-01T08:00:00Z'),
];
const production = [
  change('v2', '2026-11-12T08:00:00Z', 'hotfix'),
  change('hotfix', '2026-11-11T08:00:00Z', 'v1'),
  change('v1', '2026-06-02T08:00:00Z'),
];

describe('arrivals', () => {
  it('are of versions that came from the environment before', () => {
    expect(arrivals(staging, production).map(({ value }) => value)).toEqual([
      'v2',
      'v1',
    ]);
    // It cannot have come from where it arrived later.
    expect(arrivals(production, staging)).toEqual([]);
  });
});

describe('paceOf', () => {
  const now = new Date('2026-11-23T00:00:00Z');
  it('counts within the window alone', () =>
    expect(paceOf(staging, production, now)).toEqual({
      changes: 2,
      days: 90,
      medianLeadHours: 48,
    }));

  it('knows no lead time without an environment before', () =>
    expect(paceOf(undefined, [], now)).toEqual({ changes: 0, days: 90 }));
});
