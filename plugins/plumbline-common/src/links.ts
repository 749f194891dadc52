import { SourceInfo } from '@plumbline/gitops-lookup';
import { FileLocation } from '@plumbline/gitops-reader';

/**
 * Where a person can look at a line: on the repository's host where its pages are known, otherwise on the
 * portal's own page, as a path of the app.
 *
 * @public
 */
export function linkToFile(
  location: FileLocation,
  source?: Pick<SourceInfo, 'webUrl'>,
): string {
  const { repository, revision, path, line } = location;
  const fragment = line ? `#L${line}` : '';
  const host = source?.webUrl ? hostUrl(source.webUrl) : undefined;
  if (host && revision !== 'working-tree') {
    const file = path.split('/').map(encodeURIComponent).join('/');
    return `${host.base}${host.blob}${revision}/${file}${fragment}`;
  }
  const query = new URLSearchParams({ repository, revision, path });
  return `/sources/file?${query}${fragment}`;
}

/** Where a person can look at a commit, on the repository's host where its pages are known. @public */
export function linkToCommit(
  revision: string,
  source?: Pick<SourceInfo, 'webUrl'>,
): string | undefined {
  const host = source?.webUrl ? hostUrl(source.webUrl) : undefined;
  return host && `${host.base}${host.commit}${encodeURIComponent(revision)}`;
}

/** Only http and https: a link is put before people. */
function hostUrl(
  webUrl: string,
): { base: string; blob: string; commit: string } | undefined {
  let url: URL;
  try {
    url = new URL(webUrl);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return undefined;
  }
  return {
    base: webUrl.replace(/\/+$/, ''),
    ...pathsOf(url.hostname),
  };
}

function pathsOf(hostname: string): { blob: string; commit: string } {
  if (/(^|\.)gitlab\./.test(hostname)) {
    return { blob: '/-/blob/', commit: '/-/commit/' };
  }
  return hostname === 'bitbucket.org'
    ? { blob: '/src/', commit: '/commits/' }
    : { blob: '/blob/', commit: '/commit/' };
}
