/** Directories that hold a part of a thing, or say how it is installed: what it is stands above. */
const parts =
  /^(app|application|operators?|operands?|instances?|deploy(ment)?s?|install(ation)?|manifests?|k8s|kubernetes|kustomi[sz]e|helm|charts?|resources|upstream|main|default|src|config|yaml)$/i;

/** `v0.79.0`: which one of a thing, and not what it is. */
const version = /^v?\d+\.\d+/;

/** Directories that hold many things: what lies right below is one, whatever it is called. */
const holders =
  /^(apps|applications|components|services|projects|packages|workloads|namespaces|charts|releases|platform|infra(structure)?|clusters?|gitops|system|tenants|teams)$/i;

/** Whether a directory is called after what it holds, of which there are many. */
export function isHolder(directory: string): boolean {
  return holders.test(directory);
}

/** Whether a directory is called after how a thing is installed, or after a part of it, and not after the thing. */
export function isPart(directory: string): boolean {
  return parts.test(directory);
}

/** What a path is about: its last name that says so. */
export function subjectOf(segments: readonly string[]): string | undefined {
  let last = segments.length - 1;
  while (
    last > 0 &&
    (parts.test(segments[last]) || version.test(segments[last]))
  ) {
    // At the top, such a name says that all below is what is installed.
    if (
      holders.test(segments[last - 1]) ||
      (last === 1 && parts.test(segments[0]))
    ) {
      break;
    }
    last--;
  }
  return segments[last];
}
