/**
 * The Backstage ref that a mark of ownership stands for by itself, before any team directory is asked:
 * `@acme/payments` is a group, `@someone` and an e-mail address are users, a plain label is a group. Groups of groups keep
 * their path, for `@acme/payments/backend` and `@acme/search/backend` are two; addresses are whole.
 *
 * @public
 */
export function normalizeTeam(mark: string): string {
  const { kind, namespace, name } = parseMark(mark);
  return `${kind}:${slug(namespace)}/${address(name)}`;
}

/** `@acme/payments`: what a host calls a team. */
const teamHandle = /^@[^/\s]+\/\S+$/;
const mailAddress = /^(?:mailto:)?([^@\s]+@[^@\s]+\.[^@\s]+)$/;

/**
 * The mark as it is written, as a ref unless it is the handle of a host or an address: nothing but case and what a ref may leave out makes no
 * difference. Applying it twice changes nothing.
 *
 * @public
 */
export function writtenMark(mark: string): string {
  const { kind, namespace, name } = parseMark(mark);
  const text = mark.trim();
  const written = teamHandle.test(text)
    ? text
    : (mailAddress.exec(text)?.[1] ?? `${kind}:${namespace}/${name}`);
  return written.trim().toLowerCase();
}

/**
 * What marks that may mean one team have in common, by which they are found: case, `_` and spaces, and a leading or trailing
 * `team` or `squad` make no difference, nor do the groups that a group is in and the host of an address. Users never compare
 * equal to groups. Applying it twice changes nothing.
 *
 * @public
 */
export function teamKey(mark: string): string {
  const { within, ...parsed } = parseMark(mark);
  const name =
    parsed.kind === 'user' ? parsed.name.replace(/@.*$/, '') : parsed.name;
  return keyOf({ ...parsed, ...(within && { namespace: 'default' }), name });
}

/**
 * What two marks have in common that mean one team where no directory knows it: as their keys, and of which groups it is and at
 * which host.
 *
 * @public
 */
export function foldedMark(mark: string): string {
  return keyOf(parseMark(mark));
}

/**
 * The key of what a mark calls its team or user alone, whatever it is in.
 *
 * @public
 */
export function shortTeamKey(mark: string): string {
  return teamKey(keyOf({ ...parseMark(mark), namespace: 'default' }));
}

/**
 * Keys of all that marks may mean: GitLab calls groups and people alike, so that `@payments` may be a group.
 *
 * @public
 */
export function wantedKeys(marks: readonly string[]): string[] {
  const keys = marks.map(teamKey);
  return [
    ...new Set([
      ...keys,
      ...keys.map(key => teamKey(key.replace(/^user:/, ''))),
    ]),
  ].filter(key => key !== '');
}

/** Whether a mark tells more than a name: the groups that a group is in, or the host of an address. */
export function isWhole(mark: string): boolean {
  const { kind, name, within } = parseMark(mark);
  return within === true || (kind === 'user' && name.includes('@'));
}

function keyOf({ kind, ...rest }: Mark): string {
  const namespace = slug(rest.namespace);
  const name = fold(address(rest.name));
  const qualified = namespace === 'default' ? name : `${namespace}/${name}`;
  return kind === 'group' ? qualified : `${kind}:${qualified}`;
}

/** What a mark says, in its own words. */
interface Mark {
  kind: string;
  namespace: string;
  name: string;
  /** The namespace is the groups that it is in. */
  within?: boolean;
}

function parseMark(mark: string): Mark {
  const text = mark.trim();
  const ref = /^(group|user):(?:([^/]+)\/)?(.+)$/i.exec(text);
  if (ref) {
    return {
      kind: ref[1].toLowerCase(),
      namespace: ref[2] ?? 'default',
      name: ref[3],
    };
  }
  if (text.startsWith('@')) {
    const segments = text.replace(/^@+/, '').split('/').filter(Boolean);
    if (segments.length > 2) {
      return {
        kind: 'group',
        namespace: segments.slice(0, -1).join('-'),
        name: segments.at(-1) ?? '',
        within: true,
      };
    }
    return {
      kind: segments.length > 1 ? 'group' : 'user',
      namespace: 'default',
      name: segments.at(-1) ?? '',
    };
  }
  const mail = mailAddress.exec(text);
  if (mail) {
    return { kind: 'user', namespace: 'default', name: mail[1] };
  }
  const qualified = /^([^/\s]+)\/([^/\s]+)$/.exec(text);
  if (qualified) {
    return {
      kind: 'group',
      namespace: qualified[1],
      name: qualified[2],
    };
  }
  return { kind: 'group', namespace: 'default', name: text };
}

function slug(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.-]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}

/** Of an address, both parts. */
function address(name: string): string {
  return name.split('@').map(slug).filter(Boolean).join('@');
}

function fold(name: string): string {
  let folded = name;
  for (;;) {
    const next = folded
      .replace(/^(?:team|squad)-(?=.)/, '')
      .replace(/(?<=.)-(?:team|squad)$/, '');
    if (next === folded) {
      return folded;
    }
    folded = next;
  }
}
