import { KubernetesError } from '../connect/KubernetesError';

/** Whether a cluster answers at all, over everything that is followed of it. */
export class Health {
  readonly #giveUpMs: number;
  /** The first failure since the last answer: a cluster that had nothing to say is not ill. */
  #failingSince: number | undefined;

  constructor(giveUpMs: number) {
    this.#giveUpMs = giveUpMs;
  }

  answered(): void {
    this.#failingSince = undefined;
  }

  /** Throws when nothing has been answered for so long that the cluster counts as gone. */
  unreachable(error: KubernetesError): void {
    this.#failingSince ??= performance.now();
    if (performance.now() - this.#failingSince > this.#giveUpMs) {
      throw error;
    }
  }
}
