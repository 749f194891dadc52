import { setTimeout as sleep } from 'node:timers/promises';

/** How long things take, in milliseconds. */
export interface Timing {
  /** A server that has not answered anything for this long is given up: following it starts anew later. */
  giveUp: number;
  /** The pause after a first failure; it doubles with each one. */
  firstPause: number;
  longestPause: number;
  /** The longest pause while the server does not answer, so that it is found soon once it is back. */
  reconnect: number;
  /** A resource that is forbidden is tried again. */
  forbidden: number;
  /** A resource whose changes cannot be watched is listed again. */
  relist: number;
  /** A list that would remove most of what is known is confirmed by a second one. */
  confirm: number;
  /** Kinds that a cluster serves are looked up again. */
  rediscover: number;
  /** A complete list even where the watch never broke: against whatever no watch can tell. */
  resync: number;
  /** How long the server keeps one watch open. */
  watch: number;
  /** Changes are gathered for this long. */
  gather: number;
}

export const defaultTiming: Timing = {
  giveUp: 30_000,
  firstPause: 500,
  longestPause: 60_000,
  reconnect: 5_000,
  forbidden: 300_000,
  relist: 60_000,
  confirm: 15_000,
  rediscover: 300_000,
  resync: 12 * 3600_000,
  watch: 300_000,
  gather: 50,
};

/** A time between the given one and half as much again, so that not everything happens at once. */
export function jittered(ms: number): number {
  return ms * (1 + Math.random() / 2);
}

/** Waits; returns early, without a word, when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    // Whoever waits looks at the signal.
  }
}

/** Growing pauses between attempts. */
export class Backoff {
  #failures = 0;

  constructor(private readonly timing: Timing) {}

  get failures(): number {
    return this.#failures;
  }

  reset(): void {
    this.#failures = 0;
  }

  next(): number {
    const { firstPause, longestPause } = this.timing;
    const ms = Math.min(firstPause * 2 ** this.#failures, longestPause);
    this.#failures += 1;
    return jittered(ms);
  }
}
