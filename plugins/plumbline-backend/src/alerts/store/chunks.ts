/** Well below what databases take as parameters of one statement. */
const CHUNK = 200;

export function chunks<T>(items: T[], size = CHUNK): T[][] {
  const found: T[][] = [];
  for (let at = 0; at < items.length; at += size) {
    found.push(items.slice(at, at + size));
  }
  return found;
}
