import { normalizeName } from './parameters';

/**
 * `slugify [size] [smart] name`: a name cut to a length, 50 unless told otherwise; with `smart`, at a whole word.
 */
export function slugify(args: unknown[]): string {
  const name = normalizeName(String(args[args.length - 1] ?? '')).replace(
    /[^a-z0-9]+/g,
    '-',
  );
  const size = typeof args[0] === 'number' && args.length > 1 ? args[0] : 50;
  if (name.length <= size) {
    return name;
  }
  const cut = name.slice(0, size);
  const word = cut.lastIndexOf('-');
  const smart = args.length > 2 && args[1] === true;
  return (
    smart && word > 0 && name[size] !== '-' ? cut.slice(0, word) : cut
  ).replace(/-+$/, '');
}
