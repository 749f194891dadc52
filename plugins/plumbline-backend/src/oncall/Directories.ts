import { ConflictError, InputError } from '@backstage/errors';
import {
  OnCallDirectory,
  PlumblineOnCallExtensionPoint,
} from '@plumbline/plugin-plumbline-node';
import { ROTA } from './rota';

/** What modules added to tell who is on call. A second directory of the same id fails its module's start. */
export class Directories implements PlumblineOnCallExtensionPoint {
  readonly #directories = new Map<string, OnCallDirectory>();

  addDirectory(...directories: OnCallDirectory[]): void {
    for (const directory of directories) {
      const { id } = directory;
      if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) {
        throw new InputError(
          `'${id}' cannot be the id of a directory: use lower-case letters, digits and dashes`,
        );
      }
      if (this.#directories.has(id) || id === ROTA) {
        throw new ConflictError(
          `There are two on-call directories with the id '${id}'`,
        );
      }
      this.#directories.set(id, directory);
    }
  }

  get all(): OnCallDirectory[] {
    return [...this.#directories.values()];
  }
}
