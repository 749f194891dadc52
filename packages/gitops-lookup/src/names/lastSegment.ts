/** What stands behind the last slash, in lower case: the name of a ref, a repository or a path. */
export function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase();
}
