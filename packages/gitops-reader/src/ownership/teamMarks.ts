import {
  defaultOwnershipLabels,
  isContactKey,
  mayBeOfSoftware,
  rankOf,
} from './teamKeys';

/** A team as a label or annotation names it. */
export interface TeamMark {
  key: string;
  /** The name alone: of `Payments: payments@acme.example`, `Payments`. */
  raw: string;
  /** The whole value. */
  value: string;
  /** How telling the key is: 0 is the most. */
  rank: number;
  /** The key may be of software as well. */
  unsure?: boolean;
}

/** Words that stand where a name is missing, and what deploys or runs things, which is nobody. */
const noTeam = new RegExp(
  `^(${[
    'none|null|nil|unknown|n\\/?a|tb[ad]|to-?do|fix-?me|change-?me|replace-?me|fill-?me(-in)?|unset|undefined',
    'not-?(set|known|defined|applicable|available|assigned)|to-be-(done|defined|determined|decided)|unassigned|unowned',
    'no-?(team|owner|body|one)|nobody|everyone|everybody|anyone|all|any|various|multiple|other|default|true|false|yes|no',
    '-+|_+|\\?+|x{2,}|\\d+|your-team(-name)?|team-?name|my-?team|owner-?name|team|squad|owner|example|sample|dummy|acid',
    'placeholder|foo|bar|foobar|owned|shared|system|operator|controller',
    'helm(-?controller|file)?|argo-?cd|flux(-?cd|-?system|2)?|kustomize(-?controller)?|terraform|pulumi|crossplane|olm|prometheus',
  ].join('|')})$`,
  'i',
);

/** `($cost_center)`, `${TEAM}`, `{{ .Values.team }}`, `<team>`, `TEAM_NAME`: something is to be filled in here. */
const placeholder =
  /\$[({\w]|#[({]|\{\{|\}\}|\{%|<%|\[\[|^\(.*\)$|^<[\w .-]*>$|^%+\w+%+$|^@@\w+@@$|^__\w+__$|^[[{].*[\]}]$|^(REPLACE|YOUR|MY|CHANGE|INSERT|ENTER)_\w+$|^([A-Z]+_)*(TEAM|OWNER|SQUAD)(_NAME)?$/;

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const teamPage =
  /^https:\/\/github\.com\/orgs\/([\w-]+)\/teams\/([\w.-]+)\/?$/i;

const longest = 200;

/**
 * Teams that labels or annotations name, those of the most telling key first.
 */
export function teamMarks(
  values: Record<string, string> | undefined,
  keys: readonly string[] = defaultOwnershipLabels,
): TeamMark[] {
  const marks: TeamMark[] = [];
  for (const key of Object.keys(values ?? {})) {
    const rank = rankOf(key, keys);
    const value = values?.[key];
    if (rank !== undefined && value !== undefined) {
      for (const raw of teamNames(value)) {
        if (!(isContactKey(key) && isMailAddress(raw))) {
          marks.push({
            key,
            raw,
            value,
            rank,
            ...(mayBeOfSoftware(key, keys) ? { unsure: true } : {}),
          });
        }
      }
    }
  }
  return marks.sort((a, b) => a.rank - b.rank);
}

/**
 * Names in the value of a mark: usually one, none when it is a placeholder, a chat channel or a page.
 *
 * @public
 */
export function teamNames(value: string): string[] {
  const written = value.trim();
  if (
    written === '' ||
    written.length > longest ||
    written.includes('\n') ||
    placeholder.test(written)
  ) {
    return [];
  }
  const names = written
    .split(/[,;]| (?=@)/)
    .map(part => nameIn(part.trim()))
    .filter(
      name =>
        name !== '' &&
        !noTeam.test(name.replace(/[\s_]+/g, '-')) &&
        !noTeam.test(name) &&
        !guid.test(name),
    );
  return [...new Set(names)];
}

function nameIn(part: string): string {
  if (/^mailto:/i.test(part)) {
    return part.slice('mailto:'.length);
  }
  const page = teamPage.exec(part);
  if (page) {
    return `@${page[1]}/${page[2]}`;
  }
  if (part.startsWith('#') || /^[a-z][a-z+.-]*:\/\//i.test(part)) {
    return '';
  }
  // Whatever follows the first address, what stands before it is the name.
  const addressed = /^([^:<>@()]*[^:<>@()\s])\s*:\s*[^\s:@]+@/.exec(part);
  if (addressed) {
    return addressed[1];
  }
  // `Payments: #payments`, `Payments <payments@acme.example>`, `Payments (#payments)`
  const named =
    /^([^:<>@()]*[^:<>@()\s])\s*(?::\s*|\s-\s+|\s*[<(]|\s+)(?:mailto:)?(?:#\S+|[^\s@<>()]+@[^\s@<>()]+|https?:\/\/[^\s<>()]+)[>)]?$/.exec(
      part,
    );
  return named ? named[1].replace(/\s+-$/, '') : part;
}

function isMailAddress(name: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name);
}
