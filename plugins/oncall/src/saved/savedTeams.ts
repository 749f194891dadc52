import { OwnershipApi, TeamSummary } from '@plumbline/plugin-plumbline-common';
import { isForbidden } from '@plumbline/plugin-plumbline-react';

/** How to reach a team, as the page without the portal shows it. */
interface SavedTeam {
  team: string;
  title?: string;
  contacts: NonNullable<TeamSummary['contacts']>;
}

interface SavedTeams {
  /** RFC 3339. */
  savedAt: string;
  teams: SavedTeam[];
  /** Whether there are more, which there was no room for. */
  cut: boolean;
}

// The page that is shown without the portal reads the same key: plumbline-backend, assets/saved-pages/page.js.
const key = 'plumbline.saved.teams';
const freshMs = 3_600_000;
const mostTeams = 500;
const perPage = 100;

/**
 * Keeps how to reach every team that is described, once an hour: whoever has to call one need not have looked at it before. Who may not
 * see teams keeps none, also of those that they saw before.
 */
export async function saveTeams(
  api: Pick<OwnershipApi, 'teams'>,
  now: Date = new Date(),
): Promise<void> {
  if (now.getTime() - savedAt() < freshMs) {
    return;
  }
  try {
    const saved: SavedTeams = {
      savedAt: now.toISOString(),
      ...(await describedTeams(api)),
    };
    localStorage.setItem(key, JSON.stringify(saved));
  } catch (error) {
    if (error instanceof Error && isForbidden(error)) {
      forgetTeams();
    }
    throw error;
  }
}

export function forgetTeams(): void {
  localStorage.removeItem(key);
}

async function describedTeams(
  api: Pick<OwnershipApi, 'teams'>,
): Promise<Omit<SavedTeams, 'savedAt'>> {
  const teams: SavedTeam[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.teams({
      limit: perPage,
      ...(cursor && { cursor }),
    });
    for (const { ref, title, contacts } of page.items) {
      if (contacts) {
        teams.push({
          team: ref,
          ...(title && { title }),
          contacts: contacts.map(({ type, value, url }) => ({
            type,
            value,
            ...(url && { url }),
          })),
        });
      }
    }
    cursor = page.nextCursor;
  } while (cursor && teams.length < mostTeams);
  return {
    teams: teams.slice(0, mostTeams),
    cut: cursor !== undefined || teams.length > mostTeams,
  };
}

/** When they were kept; no number when none were. */
function savedAt(): number {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(key) ?? '');
    return typeof saved === 'object' &&
      saved !== null &&
      'savedAt' in saved &&
      typeof saved.savedAt === 'string'
      ? Date.parse(saved.savedAt)
      : NaN;
  } catch {
    return NaN;
  }
}
