/**
 * The Backstage ref that a mark of ownership stands for by itself, before any team directory is asked:
 * `@acme/payments` is a group, `@someone` and an e-mail address are users, a plain label is a group.
 *
 * @public
 */
export function normalizeTeam(mark: string): string {
  const { kind, namespace, name } = parseMark(mark);
  return `${kind}:${slug(namespace)}/${slug(name)}`;
}

/** `@acme/payments`: what a host calls a team. */
const teamHandle = /^@[^/\s]+\/\S+$/;

/**
 * The mark as it is written, as a ref unless it is the handle of a host: nothing but case and what a ref may leave out makes no
 * difference. Applying it twice changes nothing.
 *
 * @public
 */
export function writtenMark(mark: string): string {
  const { kind, namespace, name } = parseMark(mark);
  const written = teamHandle.test(mark.trim())
    ? mark
    : `${kind}:${namespace}/${name}`;
  return written.trim().toLowerCase();
}

/**
 * What two marks of the same team have in common: case, `_` and spaces, and a leading or trailing
 * `team` or `squad` make no difference. Users never compare equal to groups. Applying it twice changes nothing.
 *
 * @public
 */
export function teamKey(mark: string): string {
  const { kind, ...rest } = parseMark(mark);
  const namespace = slug(rest.namespace);
  const name = fold(slug(rest.name));
  const qualified = namespace === 'default' ? name : `${namespace}/${name}`;
  return kind === 'group' ? qualified : `${kind}:${qualified}`;
}

/** What a mark says, in its own words. */
function parseMark(mark: string): {
  kind: string;
  namespace: string;
  name: string;
} {
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
    return {
      kind: segments.length > 1 ? 'group' : 'user',
      namespace: 'default',
      name: segments.at(-1) ?? '',
    };
  }
  const mail = /^(?:mailto:)?([^@\s]+)@[^@\s]+\.[^@\s]+$/.exec(text);
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
