import {
  JsonObject,
  JsonValue,
  LineTree,
  parseYaml,
} from '@plumbline/gitops-reader';
import { maskSecrets } from '../../masking/maskSecrets';

/** A key of a file and what it holds. A value that may be a secret is absent: it is known by its key alone. */
export interface ConfigurationKey {
  /** `Deployment cart`, where the file holds objects. */
  document?: string;
  /** `spec.template.spec.containers[name=cart].resources.limits.cpu` */
  key: string;
  value?: string;
  line: number;
}

/** More than any file that a person wrote. */
const MAX_KEYS = 5_000;
const MAX_DEPTH = 40;

/** Objects whose values are secrets, plain or encrypted. */
const secretKinds = /^(Secret|SecretList|SealedSecret|SopsSecret)$/;

export interface Keys {
  keys: ConfigurationKey[];
  /** Why the file, or a part of it, tells nothing. */
  problem?: string;
}

/** What a file configures, key by key. */
export function keysOf(path: string, original: string): Keys {
  // Lines are counted alike by whoever parses and by whoever masks.
  const text = original.replace(/\r\n?/g, '\n');
  const { documents, skipped } = parseYaml(path, text);
  const found = documents.map(({ value, lines }) => {
    const leaves: Leaf[] = [];
    collect(value, lines, '', leaves, 0);
    return { document: nameOf(value), secret: holdsSecrets(value), leaves };
  });
  const all = found.flatMap(({ leaves }) => leaves);
  if (all.length > MAX_KEYS) {
    return { keys: [], problem: `it has more than ${MAX_KEYS} keys` };
  }
  const hidden = hiddenFrom(all, maskSecrets(path, text).masked);
  const keys = found.flatMap(({ document, secret, leaves }) =>
    leaves.map(({ key, value, line }) => ({
      ...(document !== undefined && { document }),
      key,
      line,
      ...(!secret && !hidden.has(line) && { value }),
    })),
  );
  return { keys, ...(skipped && { problem: skipped }) };
}

/**
 * Lines at which values begin that may be secrets. A value may run over several lines: it is taken to go on until the
 * next one of the file begins, whatever order an alias brings them in.
 */
function hiddenFrom(
  leaves: readonly Leaf[],
  masked: readonly number[],
): ReadonlySet<number> {
  const starts = [...new Set(leaves.map(({ line }) => line))].sort(
    (one, other) => one - other,
  );
  const hidden = new Set<number>();
  let at = 0;
  for (const line of masked) {
    while (at + 1 < starts.length && starts[at + 1] <= line) {
      at += 1;
    }
    if (starts[at] <= line) {
      hidden.add(starts[at]);
    }
  }
  return hidden;
}

interface Leaf {
  key: string;
  value: string;
  line: number;
}

function collect(
  value: JsonValue | undefined,
  lines: LineTree | undefined,
  key: string,
  into: Leaf[],
  depth: number,
): void {
  if (into.length > MAX_KEYS) {
    return;
  }
  const line = lineAt(lines);
  if (Array.isArray(value) && isListOfThings(value) && depth < MAX_DEPTH) {
    value.forEach((item, at) => {
      const name = isMapping(item) ? item.name : undefined;
      const named = isMapping(item) && typeof name === 'string';
      collect(
        // Its name is in the key.
        named && Object.keys(item).length > 1
          ? { ...item, name: undefined }
          : item,
        childOf(lines, at),
        `${key}[${named ? `name=${name}` : at}]`,
        into,
        depth + 1,
      );
    });
    return;
  }
  if (isMapping(value) && depth < MAX_DEPTH) {
    for (const [name, child] of Object.entries(value)) {
      if (child === undefined) {
        continue;
      }
      const step = /^[\w-]+$/.test(name) ? name : `[${name}]`;
      const separator = key === '' || step.startsWith('[') ? '' : '.';
      collect(
        child,
        childOf(lines, name),
        `${key}${separator}${step}`,
        into,
        depth + 1,
      );
    }
    return;
  }
  into.push({ key, line, value: textOf(value) });
}

/** A list of plain values is one value: what is put into its middle moves all that follows. */
function isListOfThings(list: JsonValue[]): boolean {
  return list.some(item => typeof item === 'object' && item !== null);
}

function isMapping(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function lineAt(lines: LineTree | undefined): number {
  if (lines === undefined) {
    return 1;
  }
  return typeof lines === 'number' ? lines : lines.at;
}

function childOf(
  lines: LineTree | undefined,
  step: string | number,
): LineTree | undefined {
  if (lines === undefined || typeof lines === 'number') {
    return lines;
  }
  const { of } = lines;
  return (
    (Array.isArray(of)
      ? of[Number(step)]
      : new Map(Object.entries(of)).get(String(step))) ?? lines.at
  );
}

function holdsSecrets(value: JsonValue): boolean {
  return (
    isMapping(value) &&
    (value.sops !== undefined ||
      (typeof value.kind === 'string' && secretKinds.test(value.kind)))
  );
}

function nameOf(value: JsonValue): string | undefined {
  if (!isMapping(value) || typeof value.kind !== 'string') {
    return undefined;
  }
  const name = isMapping(value.metadata) ? value.metadata.name : undefined;
  return typeof name === 'string' ? `${value.kind} ${name}` : value.kind;
}
