/** The page of a team. */
export function teamPath(ref: string): string {
  return `/teams/team/${ref
    .split('/')
    .map(part => encodeURIComponent(part).replaceAll('%3A', ':'))
    .join('/')}`;
}

/** The page that answers whose something is, asked for it. */
export function onCallPath(question: string): string {
  return `/oncall?${new URLSearchParams({ q: question })}`;
}
