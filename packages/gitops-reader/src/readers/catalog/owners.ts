import { Claim, DirectoryClaims } from '../../facts';
import { textAt } from '../../lib/json';
import { teamNames } from '../../ownership';
import { joinPath } from '../../files/treePaths';
import { lineOf } from '../../yaml';
import { CatalogEntity } from './entities';

/** The owner that an entity names, itself or by the System or Domain of the same file that it is part of. */
export function ownerOf(
  entity: CatalogEntity,
  entities: readonly CatalogEntity[],
): Claim | undefined {
  let at: CatalogEntity | undefined = entity;
  const seen = new Set<CatalogEntity>();
  while (at && !seen.has(at)) {
    seen.add(at);
    const raw = textAt(at.value, 'spec', 'owner');
    if (raw !== undefined) {
      return ownerClaim(at, raw);
    }
    at = parentOf(at, entities);
  }
  return undefined;
}

function ownerClaim(
  { value, lines, location, namespace }: CatalogEntity,
  raw: string,
): Claim | undefined {
  const path = ['spec', 'owner'];
  return textAt(value, ...path) !== undefined && teamNames(raw).length > 0
    ? {
        source: 'catalog-entity',
        raw: inNamespace(raw, namespace),
        evidence: {
          type: 'file',
          location: { ...location, line: lineOf({ lines }, path) },
          text: `owner: ${raw}`.slice(0, 200),
        },
      }
    : undefined;
}

/**
 * The owner that an entity means: a name alone is a group of the entity's own namespace.
 *
 * @public
 */
export function inNamespace(owner: string, namespace: string): string {
  return namespace.toLowerCase() === 'default' || /[:/@]/.test(owner)
    ? owner
    : `group:${namespace}/${owner}`;
}

function parentOf(
  { value }: CatalogEntity,
  entities: readonly CatalogEntity[],
): CatalogEntity | undefined {
  const [kind, reference] = textAt(value, 'spec', 'system')
    ? ['System', textAt(value, 'spec', 'system')]
    : ['Domain', textAt(value, 'spec', 'domain')];
  const name = reference?.replace(/^\w+:/, '').replace(/^[^/]*\//, '');
  return name === undefined
    ? undefined
    : entities.find(other => other.kind === kind && other.name === name);
}

/**
 * Owners that the entities of a catalog file name for the places where they stand, or where they say that their source
 * is.
 */
export function directoriesOf(
  entities: readonly CatalogEntity[],
  repository: string,
  fileDirectory: string,
): DirectoryClaims[] {
  const here = entities.flatMap(entity => {
    const source = sourceOf(entity);
    const claim = ownerOf(entity, entities);
    return claim &&
      (source?.name === undefined || source.name === nameOf(repository))
      ? [
          {
            kind: entity.kind,
            directory: source?.directory ?? fileDirectory,
            claim,
          },
        ]
      : [];
  });
  const components = here.filter(({ kind }) => kind === 'Component');
  const speakers =
    components.length > 0
      ? components
      : here.filter(({ kind }) => /^(System|Resource|Domain)$/.test(kind));
  return speakers.map(({ directory, claim }) =>
    directory === ''
      ? {
          directory,
          source: 'repository-default',
          claims: [{ ...claim, source: 'repository-default', catchAll: true }],
        }
      : { directory, source: 'catalog-entity', claims: [claim] },
  );
}

/** The repository, and the directory in it, that an entity says its source is. */
export function sourceOf({
  value,
}: Pick<CatalogEntity, 'value'>):
  { slug: string; name?: string; directory?: string } | undefined {
  const annotation = (key: string) =>
    textAt(value, 'metadata', 'annotations', key);
  const location = placeOf(annotation('backstage.io/source-location'));
  if (location) {
    const { slug, path } = location;
    return { slug, name: nameOf(slug), ...(path ? { directory: path } : {}) };
  }
  const slug =
    annotation('github.com/project-slug') ??
    annotation('gitlab.com/project-slug');
  return slug === undefined ? undefined : { slug, name: nameOf(slug) };
}

/** The repository and the path in it that a location (`url:https://…`) leads to. */
export function placeOf(
  location: string | undefined,
): { slug: string; path?: string } | undefined {
  const [, address] =
    /^url:https?:\/\/[^/\s]+\/(\S+)$/.exec(location ?? '') ?? [];
  if (address === undefined) {
    return undefined;
  }
  const [, slug, inside = ''] =
    /^(.+?)(?:\.git)?\/(?:-\/)?(?:tree|blob|src)\/[^/]+\/?(.*)$/.exec(
      address,
    ) ?? [undefined, joinPath('', address) ?? ''];
  const path = joinPath('', inside);
  return { slug, ...(path ? { path } : {}) };
}

/** A directory cannot be called `owner/name`; `+` stands for the slash there, and in no name of a repository. */
function nameOf(repository: string): string | undefined {
  return repository
    .replace(/\.git$/, '')
    .split(/[/+]/)
    .pop()
    ?.toLowerCase();
}
