import { cleanLiveObject, JsonObject } from '@plumbline/gitops-reader';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Accepted, Portal, PushRefused } from './Portal';

const compress = promisify(gzip);

/** JSON in a part, in characters. The portal takes more. */
const PART_CHARACTERS = 4 * 1024 * 1024;

/** How often an upload that the portal lost begins again. */
const MAX_UPLOADS = 3;

/** A snapshot on its way, part by part. Parts stay at hand until the portal has all of them. */
export class Upload {
  readonly #portal: Portal;
  readonly #taken: string;
  #id: string;
  readonly #parts: Buffer[] = [];
  #lines: string[] = [];
  #characters = 0;

  private constructor(portal: Portal, taken: string, id: string) {
    this.#portal = portal;
    this.#taken = taken;
    this.#id = id;
  }

  static async open(portal: Portal, taken: string): Promise<Upload> {
    return new Upload(portal, taken, (await portal.open(taken)).id);
  }

  /** Adds objects, cleaned: nothing secret leaves this machine. */
  async add(objects: JsonObject[]): Promise<void> {
    for (const object of objects) {
      const kept = cleanLiveObject(object);
      if (kept) {
        const line = JSON.stringify(kept);
        this.#lines.push(line);
        this.#characters += line.length;
      }
      if (this.#characters >= PART_CHARACTERS) {
        await this.#sendPart();
      }
    }
  }

  async finish(): Promise<Accepted> {
    if (this.#lines.length > 0) {
      await this.#sendPart();
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { id, parts } = await this.#portal.open(this.#taken);
        this.#id = id;
        const there = new Set(parts.map(({ number }) => number));
        for (const [position, part] of this.#parts.entries()) {
          if (!there.has(position + 1)) {
            await this.#portal.put(id, position + 1, part);
          }
        }
        return await this.#portal.complete(id, this.#parts.length);
      } catch (error) {
        if (!isLost(error) || attempt === MAX_UPLOADS) {
          throw error;
        }
      }
    }
  }

  async cancel(): Promise<void> {
    // It expires by itself.
    await this.#portal.cancel(this.#id).catch(() => undefined);
  }

  async #sendPart(): Promise<void> {
    const part = await compress(this.#lines.join('\n'));
    this.#lines = [];
    this.#characters = 0;
    this.#parts.push(part);
    try {
      await this.#portal.put(this.#id, this.#parts.length, part);
    } catch (error) {
      // What the portal lost is sent once more in the end.
      if (!isLost(error)) {
        throw error;
      }
    }
  }
}

function isLost(error: unknown): boolean {
  return error instanceof PushRefused && error.reason === 'unknown';
}
