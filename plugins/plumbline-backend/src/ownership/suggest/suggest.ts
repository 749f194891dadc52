import {
  ClaimView,
  OwnedThing,
  Suggestion,
  SuggestionReason,
} from '@plumbline/plugin-plumbline-common';

/** How many of the things around a thing each team owns, the most first. */
export interface Neighbours {
  /** In words: `in apps/`, `in the namespace shop`. */
  where: string;
  type: 'directory' | 'namespace' | 'author';
  total: number;
  teams: { team: string; things: number }[];
}

/** A team that alerts named which were about a thing, or about what runs in it. */
export interface NamedByAlerts {
  team: string;
  /** As it is written there. */
  raw: string;
  inside: boolean;
  /** When that was last. RFC 3339. */
  at: string;
  /** A person said so, and no label. */
  said?: boolean;
}

/** Weights of reasons: a mark on the thing, its directory, its namespace, who worked on it, and whom alerts about it named. */
const weights: Record<SuggestionReason['type'], number> = {
  claim: 4,
  directory: 3,
  namespace: 2,
  author: 1,
  alert: 1,
};

const MAX_SUGGESTIONS = 3;

/** Teams that may be right and may be told, the most likely first, each with why. */
export function suggestOwners(
  thing: Pick<OwnedThing, 'claims' | 'owners'>,
  { around, alerts }: { around: Neighbours[]; alerts: NamedByAlerts[] },
  mayTell: (team: string) => boolean = () => true,
): Suggestion[] {
  const found = new Map<string, { score: number; why: SuggestionReason[] }>();
  const add = (team: string, share: number, reason: SuggestionReason) => {
    const known = found.get(team) ?? { score: 0, why: [] };
    known.score += weights[reason.type] * share;
    known.why.push(reason);
    found.set(team, known);
  };
  for (const { team, raw, decisive } of distinctClaims(thing.claims)) {
    if (team !== undefined) {
      add(team, decisive ? 2 : 0.5, {
        type: 'claim',
        text: `${raw.slice(0, 80)} is written ${decisive ? 'where it counts most' : 'on it, too'}`,
      });
    }
  }
  for (const { where, type, total, teams } of around) {
    for (const { team, things } of teams) {
      add(team, things / total, {
        type,
        text: `owns ${things} of ${total} ${total === 1 ? 'thing' : 'things'} ${where}`,
      });
    }
  }
  for (const named of alerts) {
    // What a person said tells more than a label that may be of a route.
    add(named.team, named.said ? 2 : 1, {
      type: 'alert',
      text: wordsOf(named),
    });
  }
  return [...found.entries()]
    .filter(([team]) => mayTell(team))
    .sort(([a, one], [b, other]) => other.score - one.score || (a < b ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(([team, { why }]) => ({ team, why }));
}

function wordsOf({ raw, inside, at, said }: NamedByAlerts): string {
  const about = inside ? 'what runs in it' : 'it';
  const day = at.slice(0, 10);
  return said
    ? `somebody said of an alert about ${about} that it is theirs, on ${day}`
    : `alerts about ${about} name ${raw.slice(0, 80)}, last on ${day}`;
}

function distinctClaims(claims: ClaimView[]): ClaimView[] {
  const seen = new Set<string | undefined>();
  return claims.filter(({ team }) => {
    const known = seen.has(team);
    seen.add(team);
    return !known;
  });
}
