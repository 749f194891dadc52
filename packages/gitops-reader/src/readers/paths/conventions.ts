import { Claim } from '../../facts';
import { wordsOf } from './words';

/** Directories whose children are teams. `teams` says it most plainly. */
const teamHolders = ['teams', 'squads', 'tenants'];

/** Children that are not: layers, and what a service that is called `teams` is made of. */
const noTeam = new RegExp(
  `^(${[
    'base|bases|common|shared|default|templates?|examples?|all|overlays?|components?|environments?|envs?|clusters?|docs|test|tests|scripts',
    'src|deploy(ment)?s?|k8s|kubernetes|helm|charts?|manifests|rbac|roles|role-?bindings|namespaces|files|api|config',
    'kustomization.*|readme.*|[._].*',
  ].join('|')})$`,
  'i',
);

const words = wordsOf(undefined);

/**
 * Whether a directory above teams is that of an environment: `prod`, `prod-eu`. A team may well be called `qa`, `dev-team` or `live-events`;
 * tenants are more often kept by environment.
 */
function isEnvironment(segment: string, holder: string): boolean {
  return (
    words.strict(segment, holder === 'tenants' ? 'all' : 'plain') !== undefined
  );
}

/**
 * Claims of a path that names a team: `teams/payments/…`, `…/squads/search/…`, `tenants/base/checkout/…`.
 */
export function conventionClaims(
  path: string,
  repository: string,
  revision: string,
): Claim[] {
  const segments = path.split('/');
  for (const holder of teamHolders) {
    for (
      let at = segments.indexOf(holder);
      at >= 0;
      at = segments.indexOf(holder, at + 1)
    ) {
      let team = at + 1;
      while (
        team < segments.length - 1 &&
        (/^(base|bases|overlays?|environments?|envs?)$/.test(segments[team]) ||
          isEnvironment(segments[team], holder))
      ) {
        team++;
      }
      // The last segment is a file; a team is a directory.
      if (team < segments.length - 1 && !noTeam.test(segments[team])) {
        return [
          {
            source: 'path-convention',
            raw: segments[team],
            evidence: {
              type: 'file',
              location: { repository, revision, path },
              text: `${segments.slice(at, team + 1).join('/')}/`.slice(0, 200),
            },
          },
        ];
      }
    }
  }
  return [];
}
