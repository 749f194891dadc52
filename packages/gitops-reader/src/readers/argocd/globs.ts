/** Wildcards that one pattern may have, so that matching stays quick. */
const mostStars = 6;
const longest = 300;

/**
 * A pattern of Go's `path.Match`: a star stops at a slash. With `greedy`, as in globs of files, it does not. With
 * `alternatives`, `{a,b}` means either.
 */
export function globPattern(
  glob: string,
  { greedy, alternatives }: { greedy: boolean; alternatives?: boolean },
): RegExp | undefined {
  if (glob.length > longest || (glob.match(/\*+/g)?.length ?? 0) > mostStars) {
    return undefined;
  }
  let text = '';
  let open = 0;
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at];
    const set = /^\[[!^]?[\w.-]+\]/.exec(glob.slice(at, at + 60))?.[0];
    if (character === '*') {
      const many = glob[at + 1] === '*';
      at += many ? 1 : 0;
      text += greedy || many ? '.*' : '[^/]*';
    } else if (character === '?') {
      text += greedy ? '.' : '[^/]';
    } else if (set) {
      at += set.length - 1;
      text += set.replace(/^\[!/, '[^');
    } else if (alternatives && character === '{') {
      open++;
      text += '(?:';
    } else if (alternatives && open > 0 && character === '}') {
      open--;
      text += ')';
    } else if (alternatives && open > 0 && character === ',') {
      text += '|';
    } else {
      text += character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
    }
  }
  try {
    return new RegExp(`^${text}${')'.repeat(open)}$`);
  } catch {
    return undefined;
  }
}
