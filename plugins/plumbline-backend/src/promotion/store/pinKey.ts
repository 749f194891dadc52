import { digestOf } from '../../database/digest';
import { PinIdentity } from './PromotionStore';

/** Which line of its repository: items of a list move, so their numbers do not count. */
export function pinKeyOf({ path, key, name }: PinIdentity): string {
  const shape = key.replace(/\[\d+\]/g, '[]').replace(/\.\d+(?=\.|$)/g, '.#');
  return digestOf(path, shape, name);
}
