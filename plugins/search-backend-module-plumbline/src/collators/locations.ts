import { teamPath } from '@plumbline/plugin-plumbline-common';

// Paths as they are by default: who shows a result knows where the pages are mounted.

/** The page of a team. */
export function teamPage(ref: string): string {
  return teamPath('/teams', ref);
}

/** The page that answers whose something is, asked for it. */
export function onCallPath(question: string): string {
  return `/oncall?${new URLSearchParams({ q: question })}`;
}
