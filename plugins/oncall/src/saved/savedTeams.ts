import { OwnershipApi, TeamSummary } from '@plumbline/plugin-plumbline-common';

/** How to reach a team, as the page without the portal shows it. */
interface SavedTeam {
  team: string;
  title?: string;
  contacts: NonNullable<TeamSummary['contacts']>;
}

// The page that is shown without the portal reads the same key: plumbline-backend, assets/saved-pages/page.js.
const key = 'plumbline.saved.teams';
const savedAtKey = 'plumbline.saved.teams.at';
/** A list of one number, as that page reads it: how many there was room for, where there are more. */
const cutKey = 'plumbline.saved.teams.cut';
const freshMs = 3_600_000;
const mostTeams = 500;
const perPage = 100;

/** Keeps how to reach every team that is described, once an hour: whoever has to call one need not have looked at it before. */
export async function saveTeams(
  api: Pick<OwnershipApi, 'teams'>,
  now: Date = new Date(),
): Promise<void> {
  const savedAt = Date.parse(localStorage.getItem(savedAtKey) ?? '');
  if (now.getTime() - savedAt < freshMs) {
    return;
  }
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
  localStorage.setItem(key, JSON.stringify(teams.slice(0, mostTeams)));
  if (cursor || teams.length > mostTeams) {
    localStorage.setItem(cutKey, JSON.stringify([mostTeams]));
  } else {
    localStorage.removeItem(cutKey);
  }
  localStorage.setItem(savedAtKey, now.toISOString());
}

export function forgetTeams(): void {
  for (const name of [key, savedAtKey, cutKey]) {
    localStorage.removeItem(name);
  }
}
