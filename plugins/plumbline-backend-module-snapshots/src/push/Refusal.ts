/**
 * Why a push is refused.
 *
 * - `unauthenticated`, `forbidden`, `unknown`: who asks, and for what
 * - `old`, `known`, `busy`, `soon`, `incomplete`: it does not fit to what is there
 * - `large`, `media`, `unreadable`: what came
 */
export type RefusalReason =
  | 'unauthenticated'
  | 'forbidden'
  | 'unknown'
  | 'old'
  | 'known'
  | 'busy'
  | 'soon'
  | 'incomplete'
  | 'large'
  | 'media'
  | 'unreadable';

/** Reasons that say something of the snapshot, and are shown as the status of its cluster. */
const aboutSnapshot: ReadonlySet<RefusalReason> = new Set<RefusalReason>([
  'old',
  'large',
  'unreadable',
]);

/** A push that changes nothing. The message is for who pushes: a plain sentence that quotes nothing of what came. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: RefusalReason;
  /** When it is worth another try. */
  readonly retryAfterSeconds?: number;

  constructor(
    reason: RefusalReason,
    message: string,
    options: { retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.reason = reason;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get isAboutSnapshot(): boolean {
    return aboutSnapshot.has(this.reason);
  }
}

/** The sizes in messages. */
export function megabytes(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;
}

export function tooManyObjects(maxObjects: number): Refusal {
  return new Refusal(
    'large',
    `The snapshot holds more than ${maxObjects.toLocaleString('en')} objects, which is what is accepted`,
  );
}
