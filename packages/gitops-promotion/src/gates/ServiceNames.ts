import { PromotedBranch } from '@plumbline/gitops-reader';
import { GatedPlace, GateOptions } from './types';

const holders = /^(env|envs|environment|environments)$/i;

/** Whether what GitOps Promoter promotes is a service: by its directories, and by what they and the branches are called. */
export class ServiceNames {
  readonly #place: GatedPlace;
  readonly #environmentOf: GateOptions['environmentOf'];

  constructor(place: GatedPlace, { environmentOf }: GateOptions) {
    this.#place = place;
    this.#environmentOf = environmentOf;
  }

  /** Whether a branch may bring the service: one of which a directory is promoted brings that alone. */
  isWithin({ path }: PromotedBranch): boolean {
    return (
      path === undefined ||
      path.split('/').some(segment => this.#isName(segment)) ||
      this.#place.members.some(
        member => member.path !== '' && isOneBelow(member.path, path),
      )
    );
  }

  /** Whether a branch is there for the service: it is promoted to a directory or branch of its name, or by that name. */
  isNamed(branch: PromotedBranch, strategy: string): boolean {
    return branch.path === undefined
      ? [strategy, ...branch.branch.split('/')]
          .filter(segment => !holders.test(segment))
          .some(segment => this.#isName(segment))
      : this.isWithin(branch);
  }

  /** `cart`, or `cart-prod`, which is `cart` in a place. */
  #isName(segment: string): boolean {
    return this.#place.members.some(
      ({ name }) =>
        segment === name ||
        (segment.startsWith(`${name}-`) &&
          this.#isPlace(segment.slice(name.length + 1))),
    );
  }

  #isPlace(name: string): boolean {
    return (
      this.#environmentOf(name) !== undefined ||
      this.#place.clusters.includes(name)
    );
  }
}

function isOneBelow(one: string, other: string): boolean {
  return (
    one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`)
  );
}
