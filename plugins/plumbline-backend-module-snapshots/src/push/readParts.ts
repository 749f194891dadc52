import {
  cleanLiveObject,
  parseKubernetesYaml,
  SkippedFile,
} from '@plumbline/gitops-reader';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { MAX_SKIPPED, MAX_SKIPPED_KINDS } from './limits';
import { tooManyObjects } from './Refusal';
import { splitObjects } from './splitObjects';
import { Piece } from './Splitter';

const compress = promisify(gzip);

/** Objects of a snapshot, cleaned and ready to be stored. */
export interface Part {
  objects: number;
  /** Secrets that were dropped. */
  secrets: number;
  /** What could not be read, at most a few of it. */
  skipped: SkippedFile[];
  /** JSON, one object a line, gzip. */
  content: Buffer;
}

/** A part that is being filled. */
class OpenPart {
  #lines: string[] = [];
  #secrets = 0;
  #skipped: SkippedFile[] = [];
  #moreSkipped = 0;
  characters = 0;

  get isEmpty(): boolean {
    return this.#lines.length + this.#secrets + this.#skipped.length === 0;
  }

  /** Adds what a piece of the snapshot says. Tells how many objects that are. */
  add(piece: Piece, path: string): number {
    if ('skipped' in piece) {
      this.#skip({ path, reason: piece.skipped });
      return 0;
    }
    const { objects, skipped } = parseKubernetesYaml(path, piece.text);
    for (const object of objects) {
      const clean = cleanLiveObject(object);
      if (clean) {
        const line = JSON.stringify(clean);
        this.characters += line.length + 1;
        this.#lines.push(line);
      } else {
        this.#secrets += 1;
      }
    }
    skipped.forEach(entry => this.#skip(entry));
    if (objects.length + skipped.length === 0) {
      const unread = whatElse(piece.text);
      if (unread) {
        this.#skip({ path, ...unread });
      }
    }
    return objects.length;
  }

  async close(): Promise<Part> {
    const skipped = [...this.#skipped];
    if (this.#moreSkipped > 0) {
      skipped.push({
        path: 'other objects',
        reason: `${this.#moreSkipped.toLocaleString('en')} more could not be read`,
      });
    }
    return {
      objects: this.#lines.length,
      secrets: this.#secrets,
      skipped,
      content: await compress(this.#lines.join('\n')),
    };
  }

  #skip(skipped: SkippedFile): void {
    const alike = this.#skipped.filter(({ kind }) => !kind === !skipped.kind);
    if (alike.length < (skipped.kind ? MAX_SKIPPED_KINDS : MAX_SKIPPED)) {
      this.#skipped.push(skipped);
    } else {
      this.#moreSkipped += 1;
    }
  }
}

/**
 * Reads a snapshot while it comes in. Each object is cleaned before the next one is looked at, and nothing else of the text
 * is kept. A new part begins when one has so many characters.
 */
export async function* readParts(
  chunks: AsyncIterable<string>,
  options: { partCharacters: number; maxObjects: number },
): AsyncGenerator<Part> {
  let open = new OpenPart();
  let position = 0;
  let objects = 0;
  for await (const piece of splitObjects(chunks)) {
    position += 1;
    objects += open.add(piece, `object ${position}`);
    if (objects > options.maxObjects) {
      throw tooManyObjects(options.maxObjects);
    }
    if (open.characters >= options.partCharacters) {
      yield await open.close();
      open = new OpenPart();
    }
  }
  if (!open.isEmpty) {
    yield await open.close();
  }
}

/**
 * What a piece without objects says: nothing at all, a list without items, or that a kind could not be listed, as the API
 * server puts it (`kind: Status`).
 */
function whatElse(
  text: string,
): (Partial<SkippedFile> & { reason: string }) | undefined {
  if (text.replace(/^[ \t]*#.*$/gm, '').trim() === '') {
    return undefined;
  }
  const kind = /(?:^|[\s{,])"?kind"?\s*:\s*["']?([A-Z]\w{0,99})/.exec(
    text,
  )?.[1];
  if (kind?.endsWith('List')) {
    return undefined;
  }
  if (kind !== 'Status') {
    return { reason: 'is no Kubernetes object with a name' };
  }
  const { reason, details } = parsedStatus(text);
  const of = textOf(details.kind, /^[a-zA-Z][\w.-]{0,99}$/);
  const group = textOf(details.group ?? '', /^[a-z0-9.-]{0,253}$/);
  return {
    ...(of && { path: group ? `${of}.${group}` : of }),
    reason: `could not be listed: ${textOf(reason, /^[A-Z]\w{0,59}$/) ?? 'unknown reason'}`,
    // The API server says `jobs` there, which names no kind.
    ...(of &&
      /^[A-Z]/.test(of) &&
      group !== undefined && { kind: { group, kind: of } }),
  };
}

function parsedStatus(text: string): {
  reason?: unknown;
  details: Record<string, unknown>;
} {
  try {
    const { reason, details } = JSON.parse(text);
    return {
      reason,
      details: typeof details === 'object' && details !== null ? details : {},
    };
  } catch {
    return { details: {} };
  }
}

/** Words that an API server uses, and nothing else that somebody might send. */
function textOf(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}
