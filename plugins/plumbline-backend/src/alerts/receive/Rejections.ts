import { Metrics } from '../../lib/metrics';
import { AlertStore, CountedRejection } from '../store/AlertStore';

/**
 * Counts what is refused. Written from time to time and not with each request: a flood of forged requests must not become a
 * flood of writes.
 */
export class Rejections {
  readonly #counted = new Map<string, CountedRejection>();
  readonly #metrics: Metrics;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  /** Receivers and reasons are few: both are names of ours. */
  add(receiver: string, reason: string, message: string): void {
    this.#metrics.alertRejected(receiver, reason);
    const key = `${receiver} ${reason}`;
    const known = this.#counted.get(key);
    this.#counted.set(key, {
      receiver,
      reason,
      message,
      total: (known?.total ?? 0) + 1,
    });
  }

  async flush(store: Pick<AlertStore, 'reject'>, now: Date): Promise<void> {
    const counted = [...this.#counted.values()];
    this.#counted.clear();
    try {
      await store.reject(counted, now);
    } catch (error) {
      for (const { receiver, reason, message, total } of counted) {
        const key = `${receiver} ${reason}`;
        const since = this.#counted.get(key);
        this.#counted.set(key, {
          receiver,
          reason,
          message: since?.message ?? message,
          total: total + (since?.total ?? 0),
        });
      }
      throw error;
    }
  }
}
