import { Claim } from '@plumbline/gitops-reader';
import {
  ClaimView,
  Fix,
  OwnedThing,
  Suggestion,
  SuggestionReason,
} from '@plumbline/plugin-plumbline-common';

/** How many of the things around a thing each team owns, the most first. */
export interface Neighbours {
  /** In words: `in apps/`, `in the namespace shop`. */
  where: string;
  type: 'directory' | 'namespace' | 'author';
  total: number;
  teams: { team: string; things: number }[];
}

/** Weights of reasons: a mark on the thing, its directory, its namespace, and who worked on it. */
const weights: Record<SuggestionReason['type'], number> = {
  claim: 4,
  directory: 3,
  namespace: 2,
  author: 1,
};

const MAX_SUGGESTIONS = 3;

/** Teams that may be right and may be told, the most likely first, each with why. */
export function suggestOwners(
  thing: Pick<OwnedThing, 'claims' | 'owners'>,
  around: Neighbours[],
  mayTell: (team: string) => boolean = () => true,
): Suggestion[] {
  const found = new Map<string, { score: number; why: SuggestionReason[] }>();
  const add = (team: string, share: number, reason: SuggestionReason) => {
    const known = found.get(team) ?? { score: 0, why: [] };
    known.score += weights[reason.type] * share;
    known.why.push(reason);
    found.set(team, known);
  };
  for (const { team, raw, decisive } of distinctClaims(thing.claims)) {
    if (team !== undefined) {
      add(team, decisive ? 2 : 0.5, {
        type: 'claim',
        text: `${raw.slice(0, 80)} is written ${decisive ? 'where it counts most' : 'on it, too'}`,
      });
    }
  }
  for (const { where, type, total, teams } of around) {
    for (const { team, things } of teams) {
      add(team, things / total, {
        type,
        text: `owns ${things} of ${total} ${total === 1 ? 'thing' : 'things'} ${where}`,
      });
    }
  }
  return [...found.entries()]
    .filter(([team]) => mayTell(team))
    .sort(([a, one], [b, other]) => other.score - one.score || (a < b ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(([team, { why }]) => ({ team, why }));
}

function distinctClaims(claims: ClaimView[]): ClaimView[] {
  const seen = new Set<string | undefined>();
  return claims.filter(({ team }) => {
    const known = seen.has(team);
    seen.add(team);
    return !known;
  });
}

/** What a repository offers to say who owns its files. */
export interface RepositoryMarks {
  /** Path of its CODEOWNERS, where it has one. */
  codeowners?: string;
  /** How CODEOWNERS would name the team: `@acme/payments`. */
  mark: string;
}

/** The exact changes that give a thing this owner, or end a disagreement about it, the simplest first. */
export function fixesFor(
  thing: OwnedThing,
  team: string,
  marks: RepositoryMarks | undefined,
): Fix[] {
  if (!thing.contested) {
    return additions(thing, team, marks);
  }
  // One line may label an object and its pods: it is corrected once.
  const corrections = new Map(
    thing.claims
      .filter(claim => disagrees(claim, thing))
      .flatMap(claim => correction(claim, team, marks))
      .map(fix => [JSON.stringify(fix), fix]),
  );
  return [...corrections.values()].slice(0, 2);
}

/** Marks of what a thing lies in or comes from: who owns that need not own the thing, so they are not wrong by themselves. */
const inherited: readonly Claim['source'][] = [
  'controller-label',
  'namespace-label',
  'engine-object',
  'path-convention',
];

/** Whether a mark on the thing itself names somebody who is none of the owners. */
function disagrees(
  { team, decisive, source }: ClaimView,
  { owners }: OwnedThing,
): boolean {
  return (
    !decisive &&
    !inherited.includes(source) &&
    team !== undefined &&
    !owners.some(each => each.team === team)
  );
}

/** A mark that says something else: it is corrected where it stands. */
function correction(
  { evidence, raw, source, url }: ClaimView,
  team: string,
  marks: RepositoryMarks | undefined,
): Fix[] {
  if (evidence.type === 'object') {
    const { kind, namespace, name } = evidence.object;
    return [
      {
        type: 'label',
        title: `In ${evidence.cluster}, ${evidence.field} of ${kind} ${name} says ${raw}: correct it in the manifest that it comes from`,
        content: labelCommand(
          { kind, namespace, name, cluster: evidence.cluster },
          evidence.field,
          nameOf(team),
        ),
      },
    ];
  }
  const { repository, path, line } = evidence.location;
  const place = {
    repository,
    path,
    ...(line && { line }),
    ...(url && { url }),
  };
  const written = evidence.text ?? raw;
  const replacement = sameStyle(raw, team, source, marks);
  return [
    {
      type: source === 'codeowners' ? 'codeowners' : 'label',
      title: `Say ${replacement} instead of ${raw}`,
      ...place,
      content: written.includes(raw)
        ? written.replace(raw, () => replacement)
        : replacement,
    },
  ];
}

/** The name of a team, written as the mark beside it. */
function sameStyle(
  raw: string,
  team: string,
  source: Claim['source'],
  marks: RepositoryMarks | undefined,
): string {
  return source === 'codeowners' || raw.startsWith('@')
    ? (marks?.mark ?? `@${nameOf(team)}`)
    : nameOf(team);
}

function additions(
  thing: OwnedThing,
  team: string,
  marks: RepositoryMarks | undefined,
): Fix[] {
  const { location, repository } = thing;
  const fixes: Fix[] = [];
  if (thing.type !== 'path' && thing.kind && location) {
    fixes.push({
      type: 'label',
      title: `Label it where it is declared`,
      repository: location.repository,
      path: location.path,
      ...(location.line && { line: location.line }),
      ...(thing.url && { url: thing.url }),
      content: ['metadata:', '  labels:', `    team: ${nameOf(team)}`].join(
        '\n',
      ),
    });
  }
  if (repository && location && marks) {
    const path = marks.codeowners ?? '.github/CODEOWNERS';
    fixes.push({
      type: 'codeowners',
      title: marks.codeowners
        ? `Add a line at the end of ${path}: the last one that matches counts`
        : `The repository has no CODEOWNERS: start one with this line`,
      repository,
      path,
      content: `${patternOf(thing)} ${marks.mark}`,
    });
  }
  if (thing.kind && !location && thing.cluster) {
    fixes.push({
      type: 'label',
      title: `No indexed repository declares it: label it in ${thing.cluster}, and wherever it is made from`,
      content: labelCommand(
        { ...thing, kind: thing.kind, cluster: thing.cluster },
        'metadata.labels.team',
        nameOf(team),
      ),
    });
  }
  return thing.type === 'service' || thing.type === 'path'
    ? fixes.filter(fix => fix.type === 'codeowners')
    : fixes;
}

/** Stands for a team where none is suggested. No mark that means one is written like this. */
const NO_TEAM = 'TEAM_NAME';

/** One change for all of a namespace in the clusters where nothing is known to declare it: what runs in it follows. */
export function labelNamespace(
  namespace: string,
  clusters: string[],
  team: string | undefined,
): Fix[] {
  const [first] = clusters;
  if (first === undefined) {
    return [];
  }
  const command = (context: string) =>
    [
      `kubectl --context ${context} label`,
      quoted(`namespace/${namespace}`),
      quoted(`team=${team === undefined ? NO_TEAM : nameOf(team)}`),
      '--overwrite',
    ].join(' ');
  const where =
    clusters.length === 1 ? first : `its ${clusters.length} clusters`;
  return [
    {
      type: 'label',
      title: `Label the namespace in ${where}${team === undefined ? `, with its team in place of ${NO_TEAM}` : ''}: what runs in it follows`,
      content:
        clusters.length === 1
          ? command(quoted(first))
          : `for cluster in ${clusters.map(quoted).join(' ')}; do ${command('"$cluster"')}; done`,
    },
  ];
}

/** What CODEOWNERS calls the files of a thing. */
export function patternOf({
  type,
  name,
  location,
}: Pick<OwnedThing, 'type' | 'name' | 'location'>): string {
  const path = location?.path ?? name;
  if (type === 'path') {
    return name === '' ? '*' : `/${escaped(name)}${isDirectory(name, path)}`;
  }
  const directory =
    type === 'service' ? path : path.slice(0, path.lastIndexOf('/') + 1);
  return directory === '' || directory === '/'
    ? `/${escaped(path)}`
    : `/${escaped(directory.replace(/\/+$/, ''))}/`;
}

function isDirectory(name: string, sample: string): '/' | '' {
  return name !== sample && !name.endsWith('*') ? '/' : '';
}

function escaped(path: string): string {
  return path.replace(/[\\ #]/g, '\\$&');
}

function labelCommand(
  object: { kind: string; namespace?: string; name: string; cluster: string },
  field: string,
  value: string,
): string {
  const [, , ...key] = field.split('.');
  const verb = field.startsWith('metadata.annotations') ? 'annotate' : 'label';
  return [
    'kubectl',
    ...['--context', object.cluster],
    ...(object.namespace ? ['--namespace', object.namespace] : []),
    verb,
    `${object.kind.toLowerCase()}/${object.name}`,
    `${key.join('.') || 'team'}=${value}`,
    '--overwrite',
  ]
    .map(quoted)
    .join(' ');
}

/** For a shell: names of objects are harmless, but what claims to be one need not be. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word)
    ? word
    : `'${word.replace(/'/g, `'\\''`)}'`;
}

/** `group:default/payments` → `payments`, as labels write it. */
export function nameOf(team: string): string {
  return team.slice(team.lastIndexOf('/') + 1);
}

/** A mark of CODEOWNERS for a team: one that is written for it somewhere, otherwise of the organisation of the repository. */
export function codeownersMark(
  team: string,
  aliases: string[],
  repository: string | undefined,
): string {
  const organization = repository?.includes('/')
    ? repository.slice(0, repository.indexOf('/'))
    : undefined;
  const known = aliases.filter(alias => alias.startsWith('@'));
  return (
    known.find(
      alias =>
        organization !== undefined && alias.startsWith(`@${organization}/`),
    ) ??
    known[0] ??
    (organization && !team.startsWith('user:')
      ? `@${organization}/${nameOf(team)}`
      : `@${nameOf(team)}`)
  );
}
