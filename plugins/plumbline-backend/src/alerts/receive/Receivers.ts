import { ConflictError, InputError } from '@backstage/errors';
import {
  AlertReceiver,
  PlumblineAlertsExtensionPoint,
} from '@plumbline/plugin-plumbline-node';

/** What modules added to receive alerts. A second receiver of the same id fails its module's start. */
export class Receivers implements PlumblineAlertsExtensionPoint {
  readonly #receivers = new Map<string, AlertReceiver>();

  addReceiver(...receivers: AlertReceiver[]): void {
    for (const receiver of receivers) {
      const { id } = receiver;
      if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) {
        throw new InputError(
          `'${id}' cannot be the id of a receiver: use lower-case letters, digits and dashes`,
        );
      }
      if (this.#receivers.has(id)) {
        throw new ConflictError(`There are two receivers with the id '${id}'`);
      }
      this.#receivers.set(id, receiver);
    }
  }

  get(id: string): AlertReceiver | undefined {
    return this.#receivers.get(id);
  }

  get all(): AlertReceiver[] {
    return [...this.#receivers.values()];
  }
}
