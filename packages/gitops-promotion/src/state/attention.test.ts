import { Cell } from '../types';
import { attentionOf } from './attention';

const now = new Date('2026-11-23T00:00:00Z');

function cell(more: Partial<Cell>): Cell {
  return {
    environment: 'production',
    pins: [
      {
        kind: 'image',
        name: 'cart',
        value: '1',
        repository: 'r',
        path: 'p',
        key: 'k',
      },
    ],
    main: 0,
    running: { state: 'unknown', reason: 'none' },
    verdict: 'same',
    relation: 'same',
    reason: 'because',
    ...more,
  };
}

const behind = { verdict: 'behind', relation: 'behind' } as const;

describe('attentionOf', () => {
  it.each<[what: string, more: Partial<Cell>, expected: string[]]>([
    ['nothing', {}, []],
    [
      'behind since yesterday',
      { ...behind, lag: { waitingSince: '2026-11-22T00:00:00Z' } },
      [],
    ],
    ['behind since nobody knows when', behind, []],
    [
      'stuck',
      { ...behind, lag: { waitingSince: '2026-11-01T00:00:00Z' } },
      ['stuck 2026-11-01'],
    ],
    [
      'all at once, the most urgent first',
      {
        verdict: 'diverged',
        relation: 'ahead',
        since: '2026-11-20T00:00:00Z',
        rolledBack: { from: '2', at: '2026-11-20T00:00:00Z' },
        diverged: { intended: '1', running: '2', cluster: 'eu' },
      },
      ['diverged 2026-11-20', 'rolled-back 2026-11-20', 'ahead 2026-11-20'],
    ],
    [
      'not in the cluster',
      { running: { state: 'missing', reason: 'eu has no Deployment cart' } },
      ['missing '],
    ],
    [
      'a moving name',
      { verdict: 'floating', relation: 'first' },
      ['floating '],
    ],
    ['untouched', { since: '2026-01-01T00:00:00Z' }, ['untouched 2026-01-01']],
    [
      'all environments went back together',
      { rolledBack: { from: '2', at: '2026-11-20T00:00:00Z' } },
      [],
    ],
  ])('%s', (_, more, expected) =>
    expect(
      attentionOf([cell(more)], now).map(
        ({ kind, since = '' }) => `${kind} ${since.slice(0, 10)}`,
      ),
    ).toEqual(expected),
  );

  it('knows limits of others', () =>
    expect(
      attentionOf([cell({ since: '2026-11-20T00:00:00Z' })], now, {
        stuck: 1,
        untouched: 2,
      }),
    ).toMatchObject([{ kind: 'untouched', version: '1' }]));
});
