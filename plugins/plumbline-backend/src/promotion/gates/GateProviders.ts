import { ConflictError, InputError } from '@backstage/errors';
import {
  PlumblinePromotionExtensionPoint,
  PromotionGates,
} from '@plumbline/plugin-plumbline-node';

/** What modules added to tell what stands in the way of versions. A second one of the same id fails its module's start. */
export class GateProviders implements PlumblinePromotionExtensionPoint {
  readonly #gates = new Map<string, PromotionGates>();

  addGates(...gates: PromotionGates[]): void {
    for (const each of gates) {
      if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(each.id)) {
        throw new InputError(
          `'${each.id}' cannot be the id of gates: use lower-case letters, digits and dashes`,
        );
      }
      if (this.#gates.has(each.id)) {
        throw new ConflictError(`There are two gates with the id '${each.id}'`);
      }
      this.#gates.set(each.id, each);
    }
  }

  get all(): PromotionGates[] {
    return [...this.#gates.values()];
  }
}
