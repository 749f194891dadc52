import { Claim, claimsForPath } from '@plumbline/gitops-reader';
import { Answer, Candidate } from '../answer';
import { catalogSource, IndexedObject } from '../factIndex';
import { claimsInFile } from '../ownership/claimsInFile';
import { isOfCatalog } from '../ownership/resolveOwners';
import { questionOfObject } from '../question/questionOfObject';
import { PathTarget, Question } from '../question/types';
import { Context } from './Context';
import { Declared } from './ObjectStore';
import { alertClaimsOf, knownOnly } from './alertClaims';
import { contactOf, distinct, newestChange } from './compose';
import { namesakesUnknown } from './namesakes';
import { lastSegment } from '../names/lastSegment';
import { distinctCandidates, emptyAnswer, ownersKey } from './views';

/** Objects of a file that are looked at. */
const maxObjects = 50;

/** Files of one path that are looked at. */
const maxFiles = 50;

/** A file that the question may mean. */
export interface FileHit {
  repository: string;
  revision: string;
  path: string;
  directory: boolean;
  line?: number;
  /** The repository that was asked for, where it is not known and this one is called like it. */
  askedFor?: string;
}

export async function findFiles(
  context: Context,
  paths: PathTarget[],
): Promise<FileHit[]> {
  const found = await Promise.all(
    paths.slice(0, 3).map(async target => {
      const files = await filesOf(context, target);
      const exact = files.filter(file => file.path === target.path);
      return (exact.length > 0 ? exact : files).map(file => ({
        ...file,
        line: target.line,
      }));
    }),
  );
  return found.flat();
}

/** Files of the repository that is named. Of one whose name is merely like it, where that one is not known. */
async function filesOf(
  { index, sources }: Context,
  { path, repository }: PathTarget,
): Promise<FileHit[]> {
  if (!repository) {
    return await index.files(path, { limit: maxFiles });
  }
  const own = await index.files(path, { repository, limit: maxFiles });
  if (own.length > 0) {
    return own;
  }
  const id = `repository:${repository}`;
  const [files] = await Promise.all([
    index.files(path, { limit: maxFiles }),
    sources.load([id]),
  ]);
  return sources.get(id)
    ? []
    : files
        .filter(
          file => lastSegment(file.repository) === lastSegment(repository),
        )
        // A name alone may be said of any of them.
        .map(file =>
          repository.includes('/') ? { ...file, askedFor: repository } : file,
        );
}

/** The answer about a file or directory; undefined when nothing is known of its repository. */
export async function pathAnswer(
  context: Context,
  question: Question,
  files: FileHit[],
): Promise<Answer | undefined> {
  const notes = [...question.notes];
  let hits = files.slice(0, 10);
  if (hits.length === 0) {
    const [{ repository = '', path, line }] = question.paths.filter(
      target => target.repository,
    );
    const known = await context.index.ownershipRules(repository, [path]);
    if (!known) {
      return undefined;
    }
    hits = [
      { repository, path, line, revision: known.revision, directory: false },
    ];
    notes.push(
      `${repository} has no file ${path}; this is what its rules say about the path.`,
    );
  }
  const read = await Promise.all(
    hits.map(async hit => {
      // Rules speak of files: a directory is asked for as any file in it.
      const asked = hit.directory ? `${hit.path}/_` : hit.path;
      const [known, objects] = await Promise.all([
        context.index.ownershipRules(hit.repository, [asked]),
        hit.directory
          ? Promise.resolve<IndexedObject[]>([])
          : context.index.objectsAt(hit.repository, hit.path, maxObjects),
      ]);
      const claims = known
        ? claimsForPath(known.rules, hit.repository, hit.revision, asked)
        : [];
      return {
        hit,
        objects,
        claims: distinct([...claimsAt(hit, objects), ...claims], claim =>
          JSON.stringify([claim.source, claim.raw, claim.evidence]),
        ),
      };
    }),
  );
  const sources = [
    ...read.map(({ hit }) => `repository:${hit.repository}`),
    ...(read.some(({ claims }) => claims.some(isOfCatalog))
      ? [catalogSource]
      : []),
  ];
  const alertClaims = alertClaimsOf(question);
  const [directory] = await Promise.all([
    context.directory([
      ...read.flatMap(({ claims }) => claims.map(claim => claim.raw)),
      ...question.teams.map(hint => hint.raw),
    ]),
    context.sources.load(sources),
  ]);
  const resolved = read.map(entry => ({
    ...entry,
    ownership: context.resolve(
      [...knownOnly(alertClaims, directory), ...entry.claims],
      directory,
      entry.hit.askedFor ? 'guess' : 'certain',
    ),
  }));
  const [first, ...rest] = resolved;
  const same = rest.every(
    other => ownersKey(other.ownership) === ownersKey(first.ownership),
  );
  const pathCandidate = (entry: (typeof resolved)[number]): Candidate => ({
    subject: {
      type: 'path',
      repository: entry.hit.repository,
      path: entry.hit.path,
    },
    owners: entry.ownership.owners.map(owner => owner.team),
    query: `${entry.hit.repository}:${entry.hit.path}`,
  });
  const base = emptyAnswer(question);
  const ages = context.ages(sources.map(source => ({ source })));
  if (!same) {
    return {
      ...base,
      candidates: resolved.map(pathCandidate),
      ...ages,
      unknown: [
        ...notes,
        'Several files have this path, with different owners; say which repository is meant, as repository:path.',
      ],
    };
  }
  const { hit, objects, ownership } = first;
  if (hit.askedFor) {
    notes.push(
      `${hit.askedFor} is not indexed; ${hit.repository} is called like it, and may be another repository.`,
    );
  }
  const declared = objects.filter(
    (object): object is Declared => object.origin === 'declared',
  );
  const change = newestChange(
    declared.filter(({ lastChange }) => lastChange?.path === hit.path),
  );
  return {
    ...base,
    subject: { type: 'path', repository: hit.repository, path: hit.path },
    candidates: distinctCandidates(
      [
        ...rest.map(pathCandidate),
        ...declared.map(entry => ({
          subject: {
            type: 'object' as const,
            apiVersion: entry.object.apiVersion,
            kind: entry.object.kind,
            ...(entry.object.namespace && {
              namespace: entry.object.namespace,
            }),
            name: entry.object.name,
            environment: entry.object.environment,
            cluster: entry.object.cluster,
            reasons: [
              entry.object.location.path === hit.path
                ? `declared in ${hit.path}`
                : `configured by ${hit.path}`,
            ],
            confidence: 'certain' as const,
          },
          owners: context
            .resolve(entry.object.claims, directory, 'certain')
            .owners.map(owner => owner.team),
          query: questionOfObject(
            entry.object,
            entry.object.cluster,
            entry.object.environment,
          ),
        })),
      ],
      undefined,
    ),
    owners: ownership.owners,
    unowned: ownership.unowned,
    contested: ownership.contested,
    claims: ownership.claims,
    contact: contactOf(ownership.owners, directory, undefined),
    config: hit.directory
      ? []
      : [
          {
            role: roleOf(hit.path, declared),
            repository: hit.repository,
            revision: hit.revision,
            path: hit.path,
            line: hit.line,
            url: context.link(hit),
          },
        ],
    lastChange: change && context.changeView(change),
    links: question.links,
    ...ages,
    unknown: [...notes, ...namesakesUnknown(ownership.claims, directory)],
  };
}

/** What the objects of a file say of the line that is asked for, or of all of it. */
function claimsAt({ path, line }: FileHit, objects: IndexedObject[]): Claim[] {
  const declared = objects.flatMap(({ origin, object }) =>
    origin === 'declared' && object.location.path === path ? [object] : [],
  );
  // Of some of them the last before the line need not be the one that it belongs to.
  return claimsInFile(declared)(objects.length < maxObjects ? line : undefined);
}

function roleOf(
  path: string,
  declared: Declared[],
): Answer['config'][number]['role'] {
  for (const { object } of declared) {
    const place = object.config.find(({ location }) => location.path === path);
    if (place) {
      return place.role;
    }
  }
  return 'manifest';
}
