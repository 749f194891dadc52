import { lastSegment } from '../names/lastSegment';
import { Contact, Evidence, TeamFact } from '@plumbline/gitops-reader';
import {
  foldedMark,
  isWhole,
  normalizeTeam,
  shortTeamKey,
  writtenMark,
} from './teamKey';

/** Teams by marks that are read in one way. */
interface Tier {
  read: (mark: string) => string;
  teams: Map<string, TeamFact[]>;
  /** Of teams that are named alike nobody can tell which one is meant, whatever others are titled. */
  isOfNames: boolean;
}

type MarksOf = (team: TeamFact) => string[];

const names: MarksOf = ({ ref }) => [ref];
const aliases: MarksOf = team => team.aliases;
/** What a host calls teams, and addresses. */
const handles: MarksOf = team =>
  team.aliases.filter(alias => writtenMark(alias).includes('@'));

/**
 * Looks teams up by any of their marks. A mark is first taken as it is written: a ref or handle means the team that has it. Only what
 * nobody has is compared folded, and means the one team that fits. The name of a team means that team, whatever others are titled; an
 * alias means the one team that has it. What the configuration says comes before what directories say. An alias of OWNERS_ALIASES is a
 * name in its own repository, and adds nothing to what others say of a team.
 *
 * @public
 */
export class TeamDirectory {
  readonly #tiers: Tier[];
  /** Thousands of things share a few marks. */
  readonly #known = new Map<string, TeamFact[][]>();
  /** Teams by what their names say alone, whatever they are in. */
  readonly #short: Tier;
  readonly #aliases = new Map<string, TeamFact>();

  constructor(teams: Iterable<TeamFact>) {
    const all = [...teams];
    const known = joined(all.filter(({ onlyIn }) => !onlyIn));
    const configured = known.filter(({ described }) => described.configured);
    const found = known.filter(({ described }) => !described.configured);
    this.#tiers = [
      tier(writtenMark, configured, names),
      tier(writtenMark, configured, aliases),
      tier(writtenMark, found, names),
      tier(normalizeTeam, configured, names),
      tier(normalizeTeam, configured, aliases),
      tier(writtenMark, found, handles),
      tier(normalizeTeam, found, names),
      tier(foldedMark, configured, names),
      tier(foldedMark, configured, aliases),
      tier(foldedMark, found, names),
      tier(foldedMark, found, aliases),
      ...this.#tiersOfAliases(all),
    ].filter(({ teams: { size } }) => size > 0);
    this.#short = tier(shortTeamKey, known, names);
  }

  /** How to reach an owner: as directories say, otherwise the people of an alias of the repository that names it. */
  contactsOf({
    team,
    raw,
    evidence,
  }: {
    team: string;
    raw?: string;
    evidence?: Evidence;
  }): Contact[] {
    const described = this.get(team);
    return described?.onlyIn && raw !== undefined
      ? (this.#alias(raw, evidence)?.contacts ?? [])
      : (described?.contacts ?? []);
  }

  /** Whether the repository of a mark has an alias of this name. */
  isAlias(mark: string, evidence: Evidence): boolean {
    return this.#alias(mark, evidence) !== undefined;
  }

  /** The one team that a mark means. */
  get(mark: string): TeamFact | undefined {
    return this.#called(mark).find(teams => teams.length === 1)?.[0];
  }

  /** Teams that a mark may mean, where nobody can tell which. */
  namesakes(mark: string): TeamFact[] {
    return this.get(mark) ? [] : (this.#called(mark)[0] ?? []);
  }

  /** The team's ref: as the directory has it, otherwise as the mark reads by itself. */
  refOf(mark: string): string {
    return this.get(mark)?.ref ?? normalizeTeam(mark);
  }

  /** Equal for two marks that mean one team, or that read alike where nobody knows a team of theirs. */
  keyOf(mark: string): string {
    const team = this.get(mark);
    if (team) {
      return team.ref;
    }
    return this.namesakes(mark).length > 0
      ? normalizeTeam(mark)
      : foldedMark(mark);
  }

  #alias(mark: string, evidence: Evidence | undefined): TeamFact | undefined {
    return evidence?.type === 'file'
      ? this.#aliases.get(
          `${evidence.location.repository} ${normalizeTeam(mark)}`,
        )
      : undefined;
  }

  /** Names of people in single repositories. Whom a name means that several of them have, only the repository tells. */
  #tiersOfAliases(teams: TeamFact[]): Tier[] {
    const byRef = new Map<string, TeamFact[]>();
    for (const team of teams) {
      if (team.onlyIn) {
        this.#aliases.set(`${team.onlyIn} ${normalizeTeam(team.ref)}`, team);
        byRef.set(team.ref, [...(byRef.get(team.ref) ?? []), team]);
      }
    }
    const known = joined(
      [...byRef.values()].map(([first, ...others]) =>
        others.length > 0
          ? { ...first, contacts: [], evidence: undefined }
          : first,
      ),
    );
    return [tier(writtenMark, known, names), tier(foldedMark, known, names)];
  }

  #called(mark: string): TeamFact[][] {
    const known = this.#known.get(mark);
    if (known) {
      return known;
    }
    const called: TeamFact[][] = [];
    this.#known.set(mark, called);
    for (const { read, teams, isOfNames } of this.#tiers) {
      const found = teams.get(read(mark));
      if (found) {
        called.push(found);
        if (found.length === 1 || isOfNames) {
          break;
        }
      }
    }
    const short =
      isWhole(mark) && !called.some(({ length }) => length === 1)
        ? this.#short.teams.get(this.#short.read(mark))
        : undefined;
    if (short?.length === 1) {
      called.push(short);
    }
    return called;
  }
}

/** A team as one place describes it, and as it is known. */
interface Known {
  described: TeamFact;
  team: TeamFact;
}

/**
 * Teams of one ref are one. So are two that directories know by one handle and one name, though they put them into namespaces of their
 * own. Which of them was read first says nothing.
 */
function joined(teams: Iterable<TeamFact>): Known[] {
  const byMark = new Map<string, TeamFact>();
  return [...teams].sort(byStanding).map(described => {
    const marks = [
      writtenMark(described.ref),
      ...handles(described).map(
        handle => `${writtenMark(handle)} ${lastSegment(described.ref)}`,
      ),
    ];
    const team = marks.flatMap(mark => byMark.get(mark) ?? [])[0] ?? described;
    for (const mark of marks) {
      byMark.set(mark, byMark.get(mark) ?? team);
    }
    return { described, team };
  });
}

/** Whose ref a team has that several describe: that of an entity, and a namespace of its own says more than the one that all have. */
function byStanding(one: TeamFact, other: TeamFact): number {
  return (
    Number(other.configured ?? false) - Number(one.configured ?? false) ||
    Number(one.listed ?? false) - Number(other.listed ?? false) ||
    Number(isInDefault(one)) - Number(isInDefault(other)) ||
    compare(one.ref, other.ref) ||
    compare(one.title ?? '', other.title ?? '')
  );
}

function isInDefault({ ref }: TeamFact): boolean {
  return /^[^/]*:default\//i.test(ref);
}

function compare(one: string, other: string): number {
  if (one === other) {
    return 0;
  }
  return one < other ? -1 : 1;
}

function tier(read: Tier['read'], known: Known[], marksOf: MarksOf): Tier {
  const teams = new Map<string, TeamFact[]>();
  for (const { described, team } of known) {
    for (const key of new Set(marksOf(described).map(read))) {
      const called = teams.get(key) ?? [];
      if (!called.includes(team)) {
        teams.set(key, [...called, team]);
      }
    }
  }
  return { read, teams, isOfNames: marksOf === names };
}

/**
 * Of descriptions of one team, those that tell others how to reach it: an alias of one repository does where nothing else describes it.
 *
 * @public
 */
export function describing(teams: readonly TeamFact[]): readonly TeamFact[] {
  const known = teams.filter(({ onlyIn }) => !onlyIn);
  return known.length > 0 || teams.length > 1 ? known : teams;
}
