import { VersionPin } from '../facts';

/** What makes two pins the same: the line that pins, and the version. */
export function pinKey({ evidence, name, value, key }: VersionPin): string {
  return JSON.stringify(
    evidence.type === 'file'
      ? [evidence.location.path, evidence.location.line, value]
      : [evidence.cluster, evidence.object, name, key, value],
  );
}
