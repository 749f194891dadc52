import { isOfCatalog } from '@plumbline/gitops-lookup';
import { Claim } from '@plumbline/gitops-reader';
import { ClaimView, Fix, OwnedThing } from '@plumbline/plugin-plumbline-common';

/** What a repository offers to say who owns its files. */
export interface RepositoryMarks {
  /** Path of its CODEOWNERS, where it has one. */
  codeowners?: string;
  /** How CODEOWNERS would name the team: `@acme/payments`. */
  mark: string;
}

/** Of a line as long as this the rest is not known. */
const LONGEST_LINE = 200;
/** Changes that are told of one thing. */
const MAX_FIXES = 3;

/** The exact changes that give a thing this owner, or end a disagreement about it, the simplest first. */
export function fixesFor(
  thing: OwnedThing,
  team: string,
  marks: RepositoryMarks | undefined,
): Fix[] {
  if (!thing.contested) {
    return additions(thing, team, marks);
  }
  // All that one line says wrong is corrected at once.
  const lines = new Map<string, ClaimView[]>();
  for (const claim of thing.claims.filter(each => disagrees(each, thing))) {
    const { evidence } = claim;
    const line = JSON.stringify(
      evidence.type === 'file' ? evidence.location : evidence,
    );
    lines.set(line, [...(lines.get(line) ?? []), claim]);
  }
  const corrections = [...lines.values()].map(claims =>
    correctionsOf(claims, thing, team, marks),
  );
  const all = [
    ...corrections.map(([first]) => first),
    ...corrections.flatMap(([, ...others]) => others),
  ];
  // One place may be told of in several ways.
  return [
    ...new Map(all.map(fix => [JSON.stringify(fix), fix])).values(),
  ].slice(0, MAX_FIXES);
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

/** Marks of one line, or of one object, that say something else: what to do about them, the change that touches least first. */
function correctionsOf(
  claims: ClaimView[],
  thing: OwnedThing,
  team: string,
  marks: RepositoryMarks | undefined,
): Fix[] {
  const [{ evidence, raw, source, url }] = claims;
  if (evidence.type === 'object') {
    const { kind, namespace, name } = evidence.object;
    return [
      isOfCatalog({ evidence })
        ? {
            type: 'entity',
            title: `In the catalog, spec.owner of ${kind} ${namespace ? `${namespace}/` : ''}${name} says ${raw}: correct it in the file that it is registered with`,
            content: `spec:\n  owner: ${team}`,
          }
        : {
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
  const text =
    evidence.text !== undefined && evidence.text.length < LONGEST_LINE
      ? evidence.text
      : undefined;
  const replacement = sameStyle(raw, team, source, marks);
  const raws = [...new Set(claims.map(claim => claim.raw))];
  const correction: Fix = {
    type: source === 'codeowners' ? 'codeowners' : 'label',
    title: `Say ${replacement} instead of ${raws.join(' ')}`,
    repository,
    path,
    ...(line && { line }),
    ...(url && { url }),
    content:
      text === undefined ? replacement : corrected(text, raws, replacement),
  };
  const rule = /^\s*((?:\\.|[^\s\\])+)/.exec(evidence.text ?? '')?.[1];
  const own = patternOf(thing);
  if (
    source !== 'codeowners' ||
    rule === undefined ||
    bare(rule) === bare(own) ||
    thing.location?.repository !== repository
  ) {
    return [correction];
  }
  return [
    {
      type: 'codeowners',
      title: `Add a line below ${line ? `line ${line}` : 'that rule'}, which is for more than this: the last one that matches counts`,
      ...{ repository, path, ...(url && { url }) },
      content: `${own} ${replacement}`,
    },
    {
      ...correction,
      title: `Or, where the rule is wrong for all that it is for: say ${replacement} instead of ${raws.join(' ')}`,
    },
  ];
}

/** A line with one mark in the place of others. */
function corrected(text: string, raws: string[], replacement: string): string {
  const [first, ...others] = raws;
  const markOf = (raw: string) =>
    `(?<![\\w@/.-])${raw.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w@/.-])`;
  const found = new RegExp(markOf(first));
  return found.test(text)
    ? others.reduce(
        (line, raw) => line.replace(new RegExp(`[ \\t]*${markOf(raw)}`), ''),
        text.replace(found, () => replacement),
      )
    : replacement;
}

/** A pattern without what makes no difference: `/apps/cart/` and `apps/cart/**` are the same files. */
function bare(pattern: string): string {
  return pattern.replace(/^\//, '').replace(/\/(\*\*)?$/, '');
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
