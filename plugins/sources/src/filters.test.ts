import { SourcesQuery } from '@plumbline/plugin-plumbline-common';
import { linesFromHash, splitLines } from './fileLines';
import {
  describeCounts,
  describeDuration,
  queryFromSearch,
  searchFromQuery,
} from './filters';

it.each<[string, SourcesQuery]>([
  ['', {}],
  [
    '?kind=cluster&state=stale&text=prod',
    { kind: 'cluster', state: 'stale', text: 'prod' },
  ],
  ['?kind=nonsense&state=broken', {}],
  ['?cursor=abc', { cursor: 'abc' }],
])('reads the filters of %s and writes them back', (search, query) => {
  expect(queryFromSearch(search)).toEqual(query);
  expect(queryFromSearch(searchFromQuery(query))).toEqual(query);
});

it('counts in words', () => {
  expect(
    describeCounts({ objects: 1, files: 4120, findings: 0, skipped: 2 }),
  ).toBe('1 object · 4,120 files');
  expect(describeCounts({ objects: 12, skipped: 0 })).toBe('12 objects');
  expect(describeCounts({ objects: 1, skipped: 0 }, 'catalog')).toBe(
    '1 entity',
  );
  expect(describeDuration(420)).toBe('420 ms');
  expect(describeDuration(1840)).toBe('1.8 s');
});

it.each([
  ['#L12', { first: 12, last: 12 }],
  ['#L12-L20', { first: 12, last: 20 }],
  ['#L20-12', { first: 12, last: 20 }],
  ['#top', undefined],
  ['', undefined],
])('reads the lines of %s', (hash, lines) => {
  expect(linesFromHash(hash)).toEqual(lines);
});

it('splits lines as editors count them', () => {
  expect(splitLines('a\r\nb\n')).toEqual(['a', 'b']);
  expect(splitLines('a\n\n')).toEqual(['a', '']);
  expect(splitLines('')).toEqual(['']);
});
