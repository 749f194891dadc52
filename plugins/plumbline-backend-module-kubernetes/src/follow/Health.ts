import { KubernetesError } from '../connect/KubernetesError';

/** Whether a cluster answers at all, over everything that is followed of it. */
export class Health {
  readonly #giveUpMs: number;
  #answeredAt = performance.now();

  constructor(giveUpMs: number) {
    this.#giveUpMs = giveUpMs;
  }

  answered(): void {
    this.#answeredAt = performance.now();
  }

  /** Throws when nothing has been answered for so long that the cluster counts as gone. */
  unreachable(error: KubernetesError): void {
    if (performance.now() - this.#answeredAt > this.#giveUpMs) {
      throw error;
    }
  }
}
