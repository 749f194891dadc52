import { isMeant, stateOf } from './stateOf';
import {
  GatedPlace,
  GateOptions,
  HostDeployment,
  PendingPromotion,
  PinBump,
  PinnedLine,
  ProposedChange,
} from './types';

/** What stands for a version in a file: never a sentence, which may hold anything. */
const version = /^[\w][\w.+:-]{0,127}$/;

/** A longer line was written by a program. */
const LONGEST_LINE = 2_000;

/** The key that a value has on its line: `newTag: `, `"tag": "`, `TAG=`, `{ repository: x, tag: `. */
const keyBefore =
  /(?:^|[\s{,])["']?([\w./-]+)["']?\s*(?::\s+|:(?=["'])|=)["']?[^\s"',{}]*$/;

/** Lines that go and lines that come in their place. */
interface Block {
  removed: { number: number; text: string }[];
  added: string[];
}

/**
 * What a patch makes of pinned lines of its file: the lines that it takes away, and the version that comes back under the
 * same key in their place. Nothing else is taken out of a patch, which may hold anything.
 *
 * @public
 */
export function bumpsIn(patch: string, pins: PinnedLine[]): PinBump[] {
  const blocks = blocksOf(patch);
  // Several places may share a line.
  const lines = [
    ...new Map(
      pins
        .filter(({ value }) => value !== '')
        .map(({ line, key, name, value }) => [
          JSON.stringify([line, key, name, value]),
          { line, key, name, value },
        ]),
    ).values(),
  ];
  return lines.flatMap((pin): PinBump[] => {
    const { line, key, name, value } = pin;
    const found = blocks.flatMap(block =>
      block.removed
        .filter(({ text }) => positionsOf(text, value).length > 0)
        .map(gone => ({ block, gone })),
    );
    const alike = found.filter(({ gone }) => splitAt(gone.text, pin));
    const touched =
      found.find(({ gone }) => gone.number === line) ??
      // The branch has moved on since the change began: it is this line where no other one looks like it.
      (alike.length === 1 &&
      lines.filter(other => splitAt(alike[0].gone.text, other)).length === 1
        ? alike[0]
        : undefined);
    if (!touched) {
      return [];
    }
    const to = comesBack(touched.block, touched.gone, pin);
    const twins = lines.filter(
      other =>
        other.key === key && other.name === name && other.value === value,
    );
    return to === value
      ? []
      : [
          {
            key,
            name,
            from: value,
            ...(to !== undefined && { to }),
            ...(twins.length > 1 && line !== undefined && { line }),
          },
        ];
  });
}

function blocksOf(patch: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  let number = NaN;
  for (const line of patch.split('\n')) {
    const text = line.slice(1, LONGEST_LINE);
    const sign = line[0];
    if (sign === '-') {
      if (!open || open.added.length > 0) {
        open = { removed: [], added: [] };
        blocks.push(open);
      }
      open.removed.push({ number, text });
      number += 1;
    } else if (sign === '+') {
      open?.added.push(text);
    } else if (sign !== '\\') {
      open = undefined;
      const header = /^@@ -(\d+)/.exec(line);
      number = header ? Number(header[1]) : number + 1;
    }
  }
  return blocks;
}

/** The version in the place of the one that goes: of lines that look alike the first comes for the first. */
function comesBack(
  { removed, added }: Block,
  gone: Block['removed'][0],
  pin: Pick<PinnedLine, 'key' | 'value'>,
): string | undefined {
  const around = splitAt(gone.text, pin);
  if (!around) {
    return undefined;
  }
  const inside = (text: string) => {
    const line = withoutDigest(text, pin);
    const { before, after } = around;
    return line.length > before.length + after.length &&
      line.startsWith(before) &&
      line.endsWith(after)
      ? line.slice(before.length, line.length - after.length)
      : undefined;
  };
  const old = removed.filter(({ text }) => inside(text) !== undefined);
  const fresh = added.flatMap(text => inside(text) ?? []);
  const to = fresh[old.indexOf(gone)];
  return old.length === fresh.length && version.test(to) ? to : undefined;
}

/** What stands around the version, where the line has the key of the pin. */
function splitAt(
  text: string,
  pin: Pick<PinnedLine, 'key' | 'value'>,
): { before: string; after: string } | undefined {
  const line = withoutDigest(text, pin);
  for (const at of positionsOf(line, pin.value)) {
    const before = line.slice(0, at);
    if (hasKey(before, pin.key)) {
      return { before, after: line.slice(at + pin.value.length) };
    }
  }
  return undefined;
}

/** The digest beside a tag changes with it. */
function withoutDigest(text: string, { value }: { value: string }): string {
  return value.startsWith('sha256:')
    ? text
    : text.replace(/@sha256:[0-9a-f]{64}/, '');
}

function hasKey(before: string, key: string): boolean {
  const written = keyBefore.exec(before)?.[1];
  return written === undefined
    ? /(?:\.\d+|\])$/.test(key) && /^\s*-\s+\S*$/.test(before)
    : key === written || key.endsWith(`.${written}`);
}

/** `1.2` does not stand in `11.2` or in `1.2.3`. */
function positionsOf(line: string, word: string): number[] {
  const positions: number[] = [];
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const around = [line[at - 1], line[at + word.length]];
    if (!around.some(character => character && /[\w.+-]/.test(character))) {
      positions.push(at);
    }
  }
  return positions;
}

/**
 * Open changes that touch a line in which a version of a place is pinned.
 *
 * @public
 */
export function pendingOfPullRequests(
  changes: {
    repository: string;
    source: string;
    asOf: string;
    change: ProposedChange;
  }[],
  { pins }: GatedPlace,
): PendingPromotion[] {
  return changes.flatMap(({ repository, source, asOf, change }) => {
    const touched = pins.flatMap((pin): Pick<PinBump, 'to'>[] => {
      const file =
        pin.repository === repository
          ? change.files.find(({ path }) => path === pin.path)
          : undefined;
      if (!file) {
        return [];
      }
      // A host that does not show what changes in a file may hide any line of it.
      return file.versions ? file.versions.filter(isOf(pin)) : [{}];
    });
    if (touched.length === 0) {
      return [];
    }
    const [to] = touched.flatMap(bump => bump.to ?? []);
    const { id, title, url, createdAt, gates } = change;
    return [
      {
        source,
        title: `${id} ${title}`,
        ...(url && { url }),
        ...(to !== undefined && { to }),
        state: stateOf(gates),
        gates,
        ...(createdAt && { since: createdAt }),
        asOf,
      },
    ];
  });
}

function isOf(pin: Omit<PinnedLine, 'path'>): (bump: PinBump) => boolean {
  return ({ key, name, from, line }) =>
    key === pin.key &&
    name === pin.name &&
    from === pin.value &&
    (line === undefined || pin.line === undefined || line === pin.line);
}

/**
 * Deployments of a service's repositories to an environment that have not ended.
 *
 * @public
 */
export function pendingOfDeployments(
  deployments: {
    repository: string;
    source: string;
    asOf: string;
    deployment: HostDeployment;
  }[],
  place: GatedPlace,
  { environmentOf }: GateOptions,
): PendingPromotion[] {
  return deployments.flatMap(({ repository, source, asOf, deployment }) => {
    const { environment, ref, running, url, createdAt } = deployment;
    if (
      !place.repositories.includes(repository) ||
      !isMeant(environment, environmentOf(environment), place)
    ) {
      return [];
    }
    const gates = deployment.gates;
    const state = stateOf(gates);
    return [
      {
        source,
        title: `Deployment of ${ref} to ${environment}`,
        ...(url && { url }),
        state: running && state === 'ready' ? 'running' : state,
        gates,
        ...(createdAt && { since: createdAt }),
        asOf,
      },
    ];
  });
}
