import { Claim, DirectoryClaims, JsonObject } from '../../facts';
import { isObject, listAt, textAt } from '../../lib/json';
import { claimsOfMetadata, isThirdParty, teamNames } from '../../ownership';
import { ofEveryFile, perFile, someOf } from '../../memory/perFile';
import { ParsedRepository, Reader, YamlDocument } from '../reader';
import { baseName, directoryOf } from '../../files/treePaths';
import { lineOf } from '../../yaml';

const claimsOfChart = perFile((file, repository): DirectoryClaims[] => {
  const document = file.documents[0];
  if (
    !document ||
    !isObject(document.value) ||
    isOfOthers(document.value, repository.repository)
  ) {
    return [];
  }
  const { value } = document;
  const directory = directoryOf(file.path);
  const groups = [
    annotated(document, value, file.path, repository),
    maintainers(document, value, file.path, repository),
  ];
  return groups
    .filter(claims => claims.length > 0)
    .map(claims => ({
      directory,
      source: claims[0].source,
      claims:
        directory === ''
          ? claims.map(claim => ({ ...claim, catchAll: true }))
          : claims,
    }));
});

/** Where charts begin as copies: whoever maintains these maintains none of what they become. */
const scaffold = /(^|\/)(_[^/]*|scaffold(s|ing)?|starters?|skel(eton)?s?)\//i;

const isOwnChart = (path: string) =>
  baseName(path) === 'Chart.yaml' &&
  !isThirdParty(path) &&
  !scaffold.test(path);

const claimsOfCharts = ofEveryFile((file, repository) =>
  isOwnChart(file.path) ? someOf(claimsOfChart(file, repository)) : undefined,
);

/**
 * Reads who owns the charts of a repository: annotations of Chart.yaml that name a team, and its maintainers.
 *
 * @public
 */
export const chartOwnersReader: Reader = {
  name: 'chartOwners',

  wants: isOwnChart,

  read(repository) {
    const directoryClaims: DirectoryClaims[] = [];
    for (const { file, made } of claimsOfCharts(repository)) {
      if (!isDependency(file.path, repository)) {
        directoryClaims.push(...made);
      }
    }
    return { directoryClaims };
  },
};

/** A chart that another chart brings along. */
function isDependency(path: string, { paths }: ParsedRepository): boolean {
  for (
    let at = path.indexOf('charts/');
    at >= 0;
    at = path.indexOf('charts/', at + 1)
  ) {
    if (
      (at === 0 || path[at - 1] === '/') &&
      paths.has(`${path.slice(0, at)}Chart.yaml`)
    ) {
      return true;
    }
  }
  return false;
}

/** Whether `home` and `sources` lead to repositories of others, and to none of the owner of this one. */
function isOfOthers(chart: JsonObject, repository: string): boolean {
  const organisation = organisationOf(repository);
  const links = [textAt(chart, 'home') ?? '', ...listAt(chart, 'sources')]
    .map(link => String(link).toLowerCase())
    .filter(link => /^(https?|git|ssh):|^git@/.test(link));
  return (
    links.length > 0 &&
    !links.some(link =>
      link.split(/[/:.]/).some(part => part === (organisation ?? repository)),
    )
  );
}

/** `acme` of `acme/app-config`. */
function organisationOf(repository: string): string | undefined {
  const [owner, name] = repository.toLowerCase().split(/[/+]/);
  return name ? owner : undefined;
}

function annotated(
  { lines }: YamlDocument,
  chart: JsonObject,
  path: string,
  { repository, revision, ownershipLabels }: ParsedRepository,
): Claim[] {
  return claimsOfMetadata(
    chart,
    [],
    'object-label',
    { type: 'file', location: { repository, revision, path }, lines },
    { ownershipLabels },
  );
}

function maintainers(
  document: YamlDocument,
  chart: JsonObject,
  path: string,
  { repository, revision }: ParsedRepository,
): Claim[] {
  const names = listAt(chart, 'maintainers').flatMap(maintainer => {
    const name = textAt(maintainer, 'name') ?? '';
    const email = textAt(maintainer, 'email') ?? '';
    const [team] = teamNames(name);
    const [address] = teamNames(email);
    // A person's name is no account, an address nearly is one.
    return isName(name) ? (address ?? []) : (team ?? address ?? []);
  });
  const line = lineOf(document, ['maintainers']);
  // That it is the organisation's own says nothing about who of it.
  const organisation = organisationOf(repository);
  const teams = names.filter(name => name.toLowerCase() !== organisation);
  return [...new Set(teams)].map(raw => ({
    source: 'chart-maintainer',
    raw,
    evidence: {
      type: 'file',
      location: { repository, revision, path, line },
      text: `maintainers: ${raw}`.slice(0, 200),
    },
  }));
}

/** `Jo Doe`, but not `Payments Team`. */
function isName(name: string): boolean {
  return (
    /\s/.test(name.trim()) &&
    !/\b(team|squad|group|platform|engineering|operations|maintainers|authors)\b/i.test(
      name,
    )
  );
}
