import { ClaimSource, ClaimView } from '@plumbline/plugin-plumbline-common';
import { alikeClaims } from './claims';

function claim(
  team: string | undefined,
  source: ClaimSource,
  path: string,
  decisive = false,
): ClaimView {
  return {
    team,
    raw: team ?? '',
    source,
    decisive,
    evidence: {
      type: 'file',
      location: { repository: 'app', revision: 'abc', path },
    },
  };
}

it('tells places at which the same is said the same way together, and each of them once', () => {
  expect(
    alikeClaims([
      claim('a', 'object-label', 'eu', true),
      claim('b', 'object-label', 'us'),
      claim('a', 'object-label', 'dev'),
      claim('a', 'object-label', 'dev'),
      claim('a', 'pod-template-label', 'eu'),
      claim('a', 'pod-template-label', 'dev'),
      claim('b', 'codeowners', 'CODEOWNERS'),
      claim(undefined, 'codeowners', 'CODEOWNERS'),
    ]).map(({ team, sources, places, decisive }) => [
      team,
      sources.join(),
      places.map(
        ({ evidence }) => evidence.type === 'file' && evidence.location.path,
      ),
      decisive,
    ]),
  ).toEqual([
    ['a', 'object-label,pod-template-label', ['eu', 'dev', 'dev'], true],
    ['b', 'object-label', ['us'], false],
    ['b', 'codeowners', ['CODEOWNERS'], false],
    [undefined, 'codeowners', ['CODEOWNERS'], false],
  ]);
});
