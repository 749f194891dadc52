/**
 * Keys of labels and annotations that name a team, most telling first. A key without a slash stands for itself and for
 * any key that ends with it after a slash (`team` also means `acme.example/team`).
 *
 * Not among them, for they name other things: `app.kubernetes.io/part-of` (a product), `cost-center`, an AppProject.
 *
 * @public
 */
export const defaultOwnershipLabels: readonly string[] = [
  'team',
  'team-name',
  'owning-team',
  'owner-team',
  'squad',
  'squad-name',
  'owned-by',
  'owner',
  'owners',
];

/** A team as a label or annotation names it. */
export interface TeamMark {
  key: string;
  /** The name alone: of `Payments: payments@acme.example`, `Payments`. */
  raw: string;
  /** The whole value. */
  value: string;
}

const noTeam =
  /^(none|null|nil|unknown|n\/?a|tbd|todo|fixme|change-?me|unset|default|undefined|true|false|yes|no|-+|_+|\?+|\d+|your-team|team-?name|my-team|example|helm|owned|shared)$/i;

/** `($cost_center)`, `${TEAM}`, `{{ .Values.team }}`, `<team>`: something is to be filled in here. */
const placeholder = /\$[({\w]|\{\{|\}\}|^\(.*\)$|^<[\w .-]*>$|^%\w+%$|^\[.*\]$/;

const longest = 200;

/**
 * Teams that labels or annotations name, in the order of the keys.
 */
export function teamMarks(
  values: Record<string, string> | undefined,
  keys: readonly string[] = defaultOwnershipLabels,
): TeamMark[] {
  if (!values) {
    return [];
  }
  const present = Object.keys(values);
  const marks: TeamMark[] = [];
  for (const wanted of keys) {
    for (const key of present) {
      if (key === wanted || key.slice(key.indexOf('/') + 1) === wanted) {
        for (const raw of teamNames(values[key])) {
          marks.push({ key, raw, value: values[key] });
        }
      }
    }
  }
  return marks;
}

/**
 * Names in the value of a mark: usually one, none when it is a placeholder.
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
    .split(/\s*[,;]\s*/)
    .map(part => {
      // `Payments: payments@acme.example`, `Payments <payments@acme.example>`
      const named = /^([^:<>@]*[^:<>@\s])\s*(?::\s*|\s+<?)\S+@[^\s>]+>?$/.exec(
        part,
      );
      return named ? named[1] : part;
    })
    .filter(name => name !== '' && !noTeam.test(name));
  return [...new Set(names)];
}
