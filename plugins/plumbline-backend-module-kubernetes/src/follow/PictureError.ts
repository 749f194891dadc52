import { isError } from '@backstage/errors';

/** The index took no more: the cluster went to another replica, following was stopped, or the database failed. */
export class PictureError extends Error {
  override readonly name = 'PictureError';

  constructor(cause: unknown) {
    super(isError(cause) ? cause.message : String(cause), { cause });
  }
}

/** Tells failures of the index from those of the cluster. */
export async function orPictureError<T>(task: Promise<T>): Promise<T> {
  try {
    return await task;
  } catch (error) {
    throw new PictureError(error);
  }
}
