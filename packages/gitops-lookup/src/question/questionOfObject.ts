/**
 * A question that asks for exactly this object.
 *
 * @public
 */
export function questionOfObject(
  { kind, namespace, name }: { kind: string; namespace?: string; name: string },
  cluster?: string,
  environment?: string,
): string {
  const object = [kind, namespace, name].filter(Boolean).join('/');
  if (cluster) {
    return `${object} cluster=${cluster}`;
  }
  return environment ? `${object} env=${environment}` : object;
}
