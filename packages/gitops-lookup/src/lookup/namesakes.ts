import { ClaimView } from '../answer';
import { TeamDirectory } from '../ownership/TeamDirectory';

/** Marks that decide, and that several teams are called by, in words. */
export function namesakesUnknown(
  claims: ClaimView[],
  directory: TeamDirectory,
): string[] {
  const marks = new Set(
    claims.filter(({ decisive }) => decisive).map(({ raw }) => raw),
  );
  return [...marks].flatMap(mark => {
    const teams = directory.namesakes(mark);
    return teams.length > 0
      ? [
          `“${mark.slice(0, 80)}” is what ${teams.length} teams are called (${teams
            .slice(0, 3)
            .map(({ ref }) => ref)
            .join(', ')}): nobody can tell which one it means.`,
        ]
      : [];
  });
}
