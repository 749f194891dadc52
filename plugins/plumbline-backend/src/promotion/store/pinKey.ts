import { createHash } from 'node:crypto';
import { PinIdentity } from './PromotionStore';

/** Which line of its repository: items of a list move, so their numbers do not count. */
export function pinKeyOf({ path, key, name }: PinIdentity): string {
  const shape = key.replace(/\[\d+\]/g, '[]').replace(/\.\d+(?=\.|$)/g, '.#');
  return createHash('sha256')
    .update(JSON.stringify([path, shape, name]))
    .digest('base64url')
    .slice(0, 32);
}
