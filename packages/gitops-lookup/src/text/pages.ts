/**
 * A path of the portal as it is written by default, as it is where the page of it is mounted. `pages` has where that is, by the path by
 * default: `{ '/oncall': '/who' }`, undefined where it is not installed. Others, and addresses of hosts, as they are.
 *
 * @public
 */
export function mountedPath<Mounted extends string | undefined>(
  url: string,
  pages: Readonly<Record<string, Mounted>>,
): string | Mounted {
  const page = Object.keys(pages).find(
    path =>
      url.startsWith(path) &&
      ['', '/', '?', '#'].includes(url.charAt(path.length)),
  );
  if (page === undefined) {
    return url;
  }
  const mounted = pages[page];
  return mounted === undefined
    ? mounted
    : `${mounted.replace(/\/+$/, '')}${url.slice(page.length)}`;
}
