import { Claim } from '@plumbline/gitops-reader';
import { writtenMark } from './teamKey';

/**
 * Whether two claims say the same in the same way, wherever they stand.
 *
 * @public
 */
export function sameMark(
  one: Pick<Claim, 'source' | 'raw'>,
  other: Pick<Claim, 'source' | 'raw'>,
): boolean {
  return (
    one.source === other.source &&
    writtenMark(one.raw) === writtenMark(other.raw)
  );
}
