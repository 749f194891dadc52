import { setTimeout as wait } from 'node:timers/promises';
import { InputProblem } from '../lib/InputProblem';
import { clean } from '../lib/text';

const TIMEOUT_MS = 120_000;
const TRIES = 6;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 130_000;

/** The portal said no, in a sentence. */
export class PushRefused extends Error {
  override readonly name = 'PushRefused';
  readonly reason: string | undefined;

  constructor(message: string, reason: string | undefined) {
    super(message);
    this.reason = reason;
  }
}

/** What the portal tells of an upload. */
export interface UploadStatus {
  id: string;
  parts: { number: number }[];
}

/** What the portal accepted. */
export interface Accepted {
  taken: string;
  parts: number;
  objects: number;
  skipped: { path: string; reason: string }[];
}

/** Sends a snapshot of one cluster to a portal. What fails on the way is tried again. */
export class Portal {
  readonly #base: string;
  readonly #token: string;

  constructor(options: { to: string; cluster: string; token: string }) {
    let url: URL;
    try {
      url = new URL(options.to);
    } catch {
      throw new InputProblem(`--to ${options.to} is no URL.`);
    }
    if (!/^https?:$/.test(url.protocol)) {
      throw new InputProblem('--to has to be an http or https URL.');
    }
    const path = url.pathname.replace(/\/+$/, '');
    this.#base = `${url.origin}${path}/api/plumbline/v1/push/clusters/${encodeURIComponent(options.cluster)}/snapshot`;
    this.#token = options.token;
  }

  /** Opens an upload, or finds out what is there of the same one. */
  async open(taken: string): Promise<UploadStatus> {
    return await this.#send('POST', '/uploads', {
      version: 'plumbline.snapshot/v1',
      taken,
    });
  }

  async put(id: string, number: number, gzip: Buffer): Promise<void> {
    await this.#send('PUT', `/uploads/${id}/parts/${number}`, gzip);
  }

  async complete(id: string, parts: number): Promise<Accepted> {
    return await this.#send('POST', `/uploads/${id}/complete`, { parts });
  }

  async cancel(id: string): Promise<void> {
    await this.#send('DELETE', `/uploads/${id}`);
  }

  async #send<T>(
    method: string,
    path: string,
    body?: Buffer | object,
  ): Promise<T> {
    let problem = '';
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      let pause = FIRST_WAIT_MS * 2 ** attempt;
      try {
        const response = await fetch(`${this.#base}${path}`, {
          method,
          headers: {
            Authorization: `Bearer ${this.#token}`,
            'Content-Type': 'application/json',
            ...(Buffer.isBuffer(body) && { 'Content-Encoding': 'gzip' }),
          },
          body: Buffer.isBuffer(body)
            ? new Uint8Array(body)
            : body && JSON.stringify(body),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        const text = await response.text();
        if (response.ok) {
          return text && JSON.parse(text);
        }
        const refused = refusalOf(response.status, text);
        const after = Number(response.headers.get('retry-after') ?? 0) * 1000;
        if (response.status < 500 && after === 0) {
          throw refused;
        }
        problem = refused.message;
        pause = Math.max(pause, after);
      } catch (error) {
        if (error instanceof PushRefused) {
          throw error;
        }
        problem = messageOf(error);
      }
      await wait(Math.min(pause, LONGEST_WAIT_MS));
    }
    throw new PushRefused(
      `The portal cannot be reached: ${problem}`,
      undefined,
    );
  }
}

/** The sentence of a refusal. A proxy in between may answer something else. */
function refusalOf(status: number, text: string): PushRefused {
  try {
    const { error }: { error?: { message?: string; reason?: string } } =
      JSON.parse(text);
    if (error?.message) {
      return new PushRefused(
        `The portal answered ${status}: ${clean(error.message)}`,
        error.reason,
      );
    }
  } catch {
    // Not the portal's own answer.
  }
  return new PushRefused(`The portal answered ${status}`, undefined);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return error.cause instanceof Error ? error.cause.message : error.message;
}
