import { OnCallDirectoryStatus } from '@plumbline/plugin-plumbline-common';
import { formatAge } from './components/Age';
import { describeError, isUnreachable } from './components/states';
import { catalogPath, safeUrl } from './links';
import { fakeError } from './testUtils';
import {
  describeEvidence,
  describeSecretState,
  directoryTrouble,
  repositoryName,
  shortRevision,
  teamName,
  untilWords,
  withLocalTimes,
} from './words';

describe('formatAge', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  it.each([
    ['2026-03-10T11:59:30Z', 'just now'],
    ['2026-03-10T12:00:40Z', 'just now'],
    ['2026-03-10T11:57:00Z', '3 min ago'],
    ['2026-03-10T09:10:00Z', '2 h ago'],
    ['2026-03-09T11:00:00Z', '1 day ago'],
    ['2026-02-27T12:00:00Z', '11 days ago'],
    ['2025-12-01T12:00:00Z', '3 months ago'],
    ['2024-01-10T12:00:00Z', '2 years ago'],
    ['2026-03-10T12:05:00Z', '5 min ahead of this computer’s clock'],
    ['yesterday', 'at an unknown time'],
  ])('%s is %s', (at, words) => {
    expect(formatAge(at, now)).toBe(words);
  });
});

const script = ['javascript', 'alert(1)'].join(':');

describe('safeUrl', () => {
  it.each([
    ['https://git.acme.example/x', true],
    ['mailto:payments@acme.example', true],
    ['slack://channel?id=C1', true],
    ['/sources/file?path=a', true],
    ['//evil.example', false],
    [script, false],
    [` ${script}`, false],
    ['data:text/html,x', false],
    ['#payments', false],
    ['', false],
  ])('%s: %s', (url, followed) => {
    expect(safeUrl(url)).toBe(followed ? url : undefined);
  });
});

describe('words', () => {
  it('leads groups and users to the catalog, other marks nowhere', () => {
    expect(catalogPath('group:default/payments')).toBe(
      '/catalog/default/group/payments',
    );
    expect(catalogPath('user:default/a b')).toBe('/catalog/default/user/a%20b');
    expect(catalogPath('payments')).toBeUndefined();
  });

  it('names teams, commits and evidence', () => {
    expect(teamName('group:default/payments')).toBe('payments');
    expect(shortRevision('4f1c0b7e9d2a36c58e0b1f7a94d3c2e5b6a7980d')).toBe(
      '4f1c0b7e',
    );
    expect(
      shortRevision('main@sha1:4f1c0b7e9d2a36c58e0b1f7a94d3c2e5b6a7980d'),
    ).toBe('4f1c0b7e');
    expect(shortRevision('working-tree')).toBe('working-tree');
    expect(
      describeEvidence({
        type: 'file',
        location: {
          repository: 'acme/app-config',
          revision: 'x',
          path: 'CODEOWNERS',
          line: 12,
        },
      }),
    ).toBe('CODEOWNERS line 12 of acme/app-config');
    expect(
      describeEvidence({
        type: 'object',
        cluster: 'prod-eu',
        object: { apiVersion: 'v1', kind: 'Namespace', name: 'shop' },
        field: 'metadata.labels.team',
      }),
    ).toBe('metadata.labels.team of Namespace shop in prod-eu');
  });
});

describe('repositoryName', () => {
  it.each([
    ['https://github.acme.example/acme/app-config.git', 'acme/app-config'],
    ['https://git.acme.example/a/b/c/', 'a/b/c'],
    ['ssh://git@git.acme.example:2222/acme/app-config', 'acme/app-config'],
    ['git@git.acme.example:acme/app-config.git', 'acme/app-config'],
    ['oci://registry.acme.example/manifests/shop', 'manifests/shop'],
    ['acme/app-config', 'acme/app-config'],
  ])('%s is %s', (url, name) => {
    expect(repositoryName(url)).toBe(name);
  });
});

describe('describeError', () => {
  it.each([
    [fakeError(401, 'x'), undefined, /not signed in/, /Load the page again/],
    [fakeError(403, 'x'), undefined, /may not read/, /plumbline\.read/],
    [fakeError(403, 'x'), 'plumbline.refresh', /may not/, /plumbline\.refresh/],
    [fakeError(403, 'x'), 'plumbline.team.read', /not see/, /plumbline\.team/],
    [
      fakeError(403, 'Needs the permission plumbline.read.'),
      'plumbline.team.read',
      /may not read/,
      /permission plumbline\.read\.$/,
    ],
    [
      fakeError(403, 'Needs the permission plumbline.team.read for this team'),
      'plumbline.read',
      /not see/,
      /permission plumbline\.team\.read\.$/,
    ],
    [fakeError(404, 'No such file'), undefined, /Not in the index/, /No such/],
    [fakeError(413, 'x'), undefined, /could not be asked/, /64 KiB/],
    [fakeError(500, 'Boom'), undefined, /went wrong/, /Boom/],
    [new TypeError('Failed to fetch'), undefined, /not answer/, /offline/],
  ])('%s %s', (error, permission, title, advice) => {
    const words = describeError(error, permission);
    expect(words.title).toMatch(title);
    expect(words.advice).toMatch(advice);
  });

  it('tells a repository that cannot be read from a portal that does not answer', () => {
    const because = (name: string) =>
      Object.assign(fakeError(503, 'x'), {
        cause: Object.assign(new Error('There is no directory'), { name }),
      });
    const unreadable = because('UnreadableError');
    expect(isUnreachable(unreadable)).toBe(false);
    expect(describeError(unreadable)).toEqual({
      title: 'It cannot be read now',
      advice: 'There is no directory',
    });
    expect(isUnreachable(because('ServiceUnavailableError'))).toBe(true);
  });

  it('prefers what the backend said', () => {
    const error = Object.assign(fakeError(400, 'Request failed with 400'), {
      cause: new Error('The question is empty'),
    });
    expect(describeError(error).advice).toBe('The question is empty');
  });
});

it.each([
  ['failing', undefined, 'fails (SecretSyncedError)'],
  ['missing-key', 'url', 'lacks a key: url (SecretSyncedError)'],
  // How well it went the last time is no reason.
  ['stale', undefined, 'is out of date'],
  ['ok', undefined, 'is there'],
] as const)('says of a Secret that is %s what it is', (state, key, words) => {
  expect(describeSecretState({ state, key, reason: 'SecretSyncedError' })).toBe(
    words,
  );
});

it('writes times as people do', () => {
  expect(withLocalTimes('Not listed since 2026-03-10T12:05:09.615Z.')).toMatch(
    /^Not listed since Mar (9|10|11), 2026, \d+:\d\d.[AP]M\.$/,
  );
  expect(withLocalTimes('v2026-03-10 at 2026-99-10T12:05:09Z')).toBe(
    'v2026-03-10 at 2026-99-10T12:05:09Z',
  );
});

it.each([
  ['2026-11-23T18:30:00', /^0?6:30/],
  ['2026-11-26T09:00:00', /^Thu 0?9:00/],
  ['2026-12-14T09:00:00', /^Mon, Dec 14, 0?9:00/],
])('says until when %s is', (until, words) => {
  expect(untilWords(until, new Date('2026-11-23T02:00:00'))).toMatch(words);
});

it.each<[Partial<OnCallDirectoryStatus>, string | undefined]>([
  [{}, 'unread'],
  [{ lastAttempt: '2026-11-23T02:00:00Z', error: 'refused' }, 'unread'],
  [
    {
      lastSuccess: '2026-11-23T01:00:00Z',
      lastAttempt: '2026-11-23T02:00:00Z',
      error: 'refused',
    },
    'failing',
  ],
  [
    {
      lastSuccess: '2026-11-23T02:00:00Z',
      lastAttempt: '2026-11-23T02:00:00Z',
      error: 'no schedule S',
    },
    'partial',
  ],
  [
    {
      lastSuccess: '2026-11-23T02:00:00Z',
      lastAttempt: '2026-11-23T02:00:00Z',
    },
    undefined,
  ],
])('tells what is wrong with a directory: %p', (status, trouble) => {
  expect(directoryTrouble({ id: 'pager', people: 0, ...status })).toBe(trouble);
});
