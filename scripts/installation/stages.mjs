import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { done, step } from '../lib/console.mjs';

/** A digest of texts, to tell whether something was done for the same ones. */
export function digestOfTexts(...texts) {
  const hash = createHash('sha256');
  for (const text of texts) {
    hash.update(text).update('\0');
  }
  return hash.digest('hex');
}

/** Runs steps and tells how long each took. One that was done for the same things is not done again. */
export class Stages {
  #folder;

  /** @param {string} folder where to note what was done */
  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * @template T
   * @param {string} title
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async run(title, work) {
    step(title);
    const started = Date.now();
    const result = await work();
    done(`took ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return result;
  }

  /**
   * Runs `work` unless it came to its end before with the same digest.
   *
   * @param {string} title
   * @param {string} digest of all that it depends on
   * @param {() => Promise<void>} work
   */
  async once(title, digest, work) {
    const stamp = path.join(this.#folder, title.replaceAll(/\W+/g, '-'));
    const last = await fs.readFile(stamp, 'utf8').catch(() => undefined);
    if (last === digest) {
      step(title);
      done('was done before');
      return;
    }
    await fs.rm(stamp, { force: true });
    await this.run(title, work);
    await fs.mkdir(this.#folder, { recursive: true });
    await fs.writeFile(stamp, digest);
  }
}
