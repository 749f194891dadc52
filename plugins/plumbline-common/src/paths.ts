/**
 * The page of a team below the pages about teams, as in `/teams/team/group:default/payments`: every part of a ref is one of the path.
 *
 * @param base - Where the pages about teams are.
 * @public
 */
export function teamPath(base: string, ref: string): string {
  return `${base.replace(/\/+$/, '')}/team/${ref
    .split('/')
    .map(part => encodeURIComponent(part).replaceAll('%3A', ':'))
    .join('/')}`;
}
