import { Entity } from '@backstage/catalog-model';
import {
  CatalogEntry,
  PLUMBLINE_LOCATION,
} from '@plumbline/plugin-plumbline-common';
import { annotations } from '../model';
import { Draft, ownerOf, systemId } from './drafts';
import { entityName, slugOf } from './names';

const LONGEST_TEXT = 1_000;

const resourceTypes: Partial<Record<CatalogEntry['type'], string>> = {
  cluster: 'kubernetes-cluster',
  namespace: 'kubernetes-namespace',
  repository: 'git-repository',
};

export interface EntityOptions {
  namespace: string;
  /** Owner of what nobody owns. */
  unowned: string;
  /** What is a guess makes an owner as well. */
  guesses: boolean;
}

/** Refs of what entities refer to, by the id of what they stand for. */
export type Refs = ReadonlyMap<string, string>;

/** The entity of a draft under the name that it was given. Pure: the same draft gives the same entity. */
export function entityOf(
  { kind, entry, id, wanted }: Draft,
  name: string,
  refs: Refs,
  options: EntityOptions,
): Entity {
  const { url, title } = entry;
  const shown = title ?? (wanted.toLowerCase() === name ? undefined : wanted);
  const link = url !== undefined && isWebUrl(url) ? url : undefined;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      namespace: options.namespace,
      ...(shown !== undefined && { title: cut(shown) }),
      annotations: annotationsOf(entry, id, name, link),
      ...(link !== undefined && {
        links: [{ url: link, title: 'In its repository' }],
      }),
    },
    spec: specOf(kind, entry, refs, options),
  };
}

function annotationsOf(
  entry: CatalogEntry,
  id: string,
  name: string,
  link: string | undefined,
): Record<string, string> {
  const { type, ownerSource, ownerConfidence, contested } = entry;
  const { repository, path, cluster } = entry;
  const environments = entry.environments?.join(',') ?? entry.environment ?? '';
  const all: [string, string | undefined][] = [
    ['backstage.io/managed-by-location', PLUMBLINE_LOCATION],
    ['backstage.io/managed-by-origin-location', PLUMBLINE_LOCATION],
    [
      'backstage.io/source-location',
      link !== undefined && type !== 'team' ? sourceOf(link, path) : undefined,
    ],
    [
      'backstage.io/kubernetes-namespace',
      type === 'namespace' ? entry.name : undefined,
    ],
    [
      'backstage.io/kubernetes-cluster',
      type === 'namespace' ? cluster : undefined,
    ],
    [annotations.id, id],
    [annotations.name, entry.name === name ? undefined : entry.name],
    [annotations.ownerSource, ownerSource],
    [annotations.confidence, ownerConfidence],
    [annotations.contested, contested ? 'true' : undefined],
    [annotations.repository, repository],
    [annotations.path, path],
    [annotations.sameBecause, entry.sameBecause],
    [annotations.cluster, cluster],
    [annotations.environments, environments || undefined],
  ];
  return Object.fromEntries(
    all.flatMap(([key, value]) =>
      value === undefined ? [] : [[key, cut(value)] as const],
    ),
  );
}

/** A directory ends with a slash, and is a tree on hosts that tell both apart. */
function sourceOf(link: string, path: string | undefined): string {
  const tree = link.replace('/blob/', '/tree/');
  return path === undefined
    ? `url:${link}`
    : `url:${tree.replace(/\/*$/, '/')}`;
}

function specOf(
  kind: Draft['kind'],
  entry: CatalogEntry,
  refs: Refs,
  options: EntityOptions,
): Entity['spec'] {
  const owner = ownerRef(ownerOf(entry, options.guesses), refs, options);
  const repository = refs.get(`repository:${entry.repository}`);
  const cluster = refs.get(`cluster:${entry.cluster}`);
  const system =
    entry.partOf === undefined ? undefined : refs.get(systemId(entry.partOf));
  switch (kind) {
    case 'Group': {
      const email = entry.contacts?.find(({ type }) => type === 'email')?.value;
      return {
        type: 'team',
        profile: {
          displayName: cut(entry.title ?? entry.name.replace(/^.*\//, '')),
          ...(email !== undefined && { email: cut(email) }),
        },
        children: [],
      };
    }
    case 'System':
      return { owner };
    case 'Component':
      return {
        type: 'service',
        lifecycle: entry.environments?.at(-1) ?? 'unknown',
        owner,
        ...(system !== undefined && { system }),
        ...(repository !== undefined && { dependsOn: [repository] }),
      };
    default:
      return {
        type: resourceTypes[entry.type] ?? entry.type,
        owner,
        ...(entry.type === 'namespace' &&
          cluster !== undefined && { dependsOn: [cluster] }),
      };
  }
}

/** The entity of the owner: the one that was made for it, otherwise what its ref says, as far as an entity can be called so. */
function ownerRef(
  team: string | undefined,
  refs: Refs,
  { unowned }: EntityOptions,
): string {
  if (team === undefined) {
    return unowned;
  }
  const made = refs.get(team);
  const [, kind = 'group', namespace = 'default', name = team] =
    /^([^:/]+):([^/]+)\/(.+)$/.exec(team) ?? [];
  const named = entityName(name, team, {
    otherwise: 'team',
    isTaken: () => false,
  });
  return made ?? `${kind}:${slugOf(namespace) || 'default'}/${named}`;
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\/[^\s"'<>]+$/i.test(text) && text.length <= LONGEST_TEXT;
}

function cut(text: string): string {
  return text.slice(0, LONGEST_TEXT);
}
