import { isNamedAfter, normalizeRepositoryUrl } from '@plumbline/gitops-reader';
import { SourceInfo } from '../factIndex';

/** An indexed repository that an address means. @internal */
export interface MeantRepository {
  source: SourceInfo;
  /** Its name is all that says so, and others may have the same one. */
  byName: boolean;
}

/** Groups in groups: GitLab allows twenty. */
const maxSegments = 24;

/** Hosts that only their own network knows: pages of the same repository have another address. */
const inside =
  /^[^.]*$|\.(?:svc|local|internal|localdomain)$|\.svc\.|^\d+(?:\.\d+){3}$/;

/** `https://host/acme/app-config.git` → the ids under which the repository may be indexed, the longest name first. */
export function repositoryIds(url: string | undefined): string[] {
  const segments = (url ?? '')
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/:\d+\//, '/')
    .replace(/(?<!\/)\/+$/, '')
    .replace(/\.git$/, '')
    .split(/[/:]/)
    .filter(Boolean)
    .slice(-maxSegments);
  const names = segments.map((_, at) => segments.slice(at).join('/'));
  const [group, name] = segments.slice(-2);
  const [host = ''] = segments;
  const written = [
    ...names,
    ...(/(?:azure|visualstudio)\.com$/i.test(host) && !segments.includes('_git')
      ? [[...segments.slice(-3, -1), '_git', name].join('/')]
      : []),
    ...(segments.length === 3 ? [`scm/${group}/${name}`] : []),
  ];
  // Hosts take names in any case, and most are called in lower case.
  const lower = written.map(each => each.toLowerCase());
  return [...new Set([...written, ...lower])].map(id => `repository:${id}`);
}

/**
 * Whether an address is that of a repository: by its path as a whole, or by the end of it alone. Not where the pages of the
 * repository are on another host, or elsewhere on the same one.
 */
export function leadsTo(
  url: string,
  { name, webUrl }: Pick<SourceInfo, 'name' | 'webUrl'>,
): 'surely' | 'by-name' | undefined {
  const { host, path } = partsOf(url);
  const asked = `${host}/${path}`;
  const called = normalizeRepositoryUrl(name);
  const pages = webUrl && partsOf(webUrl);
  if (pages && pages.host === host && pages.path === path) {
    return 'surely';
  }
  if (!isNamedAfter(called, asked)) {
    return undefined;
  }
  if (pages && pages.path === path && path.includes('/')) {
    // A mirror is called as what it is made from.
    return inside.test(host) ? 'surely' : 'by-name';
  }
  const isAnother =
    pages &&
    !inside.test(host) &&
    (pages.host !== host || pages.path === called);
  if (isAnother) {
    return undefined;
  }
  return path === called || asked === called ? 'surely' : 'by-name';
}

/** The indexed repository that an address means, so far as sources are at hand. */
export function repositoryOf(
  sources: ReadonlyMap<string, SourceInfo>,
  url: string | undefined,
): MeantRepository | undefined {
  const found = repositoryIds(url).flatMap((id): MeantRepository[] => {
    const source = sources.get(id);
    const leads = url && source && leadsTo(url, source);
    return leads ? [{ source, byName: leads === 'by-name' }] : [];
  });
  return found.find(({ byName }) => !byName) ?? found[0];
}

function partsOf(url: string): { host: string; path: string } {
  const normal = normalizeRepositoryUrl(url);
  const slash = normal.indexOf('/');
  return {
    host: normal.slice(0, Math.max(slash, 0)).replace(/^(?:alt)?ssh\./, ''),
    path: normal.slice(slash + 1),
  };
}
