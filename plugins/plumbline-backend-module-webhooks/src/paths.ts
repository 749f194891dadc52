/** The value at a path like `data.event.title` or `items.0.name`; `undefined` where nothing stands. */
export function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const step of path.split('.')) {
    if (
      typeof value !== 'object' ||
      value === null ||
      !Object.hasOwn(value, step)
    ) {
      return undefined;
    }
    value = Object.entries(value).find(([key]) => key === step)?.[1];
  }
  return value;
}

/** The same where it is a plain value. */
export function textAt(root: unknown, path: string): string | undefined {
  const value = valueAt(root, path);
  return ['string', 'number', 'boolean'].includes(typeof value)
    ? String(value)
    : undefined;
}

/** The first of several paths that leads to a value. */
export function firstText(root: unknown, paths: string[]): string | undefined {
  for (const path of paths) {
    const text = textAt(root, path);
    if (text) {
      return text;
    }
  }
  return undefined;
}
