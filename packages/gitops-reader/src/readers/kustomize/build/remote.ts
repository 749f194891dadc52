/** A reference of a kustomization that leads out of the repository. */
export interface RemoteReference {
  /** The directory or file, without parameters. */
  url: string;
  /** The repository that it stands in, or the file. */
  repository: string;
  /** Branch, tag or commit. */
  revision?: string;
  /** The parameter of the address that names it; absent where the path does. */
  parameter?: 'ref' | 'version';
}

/** Whether an entry of `resources` leads to another repository or to a web address. */
export function isRemote(entry: string): boolean {
  return (
    /^([a-z][a-z0-9+.-]*:\/\/|git@|git::|[\w.-]+@[\w.-]+:)/i.test(entry) ||
    // As for ssh, without a user: `github.com:acme/config.git/base?ref=v1`.
    /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}:[\w~]/i.test(entry) ||
    // Without a scheme: `github.com/acme/config//base?ref=v1`.
    /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\/[^?]*(\/\/|\?(ref|version)=)/i.test(
      entry,
    ) ||
    /^(github\.com|gitlab\.com|bitbucket\.org)\//i.test(entry)
  );
}

/** Reads where a remote entry leads. Credentials in the address are left out. */
export function readRemote(entry: string): RemoteReference {
  const [address, query = ''] = entry.replace(/^git::/, '').split('?');
  const clean = address.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1');
  const parameters = new URLSearchParams(query);
  const parameter = parameters.get('ref') ? 'ref' : 'version';
  const revision = parameters.get(parameter);
  const inPath = revision ? undefined : revisionInPath(clean);
  if (inPath) {
    const [, repository, version] = inPath;
    return { url: clean, repository, revision: version };
  }
  return {
    url: clean,
    repository: repositoryOf(clean),
    ...(revision ? { revision, parameter } : {}),
  };
}

/** Addresses of one file at a revision: the repository, or what stands before a version, and the revision. */
const revisionPaths = [
  /^https:\/\/github\.com\/([^/]+\/[^/]+)\/(?:releases\/download|(?:raw|blob)(?:\/refs\/(?:heads|tags))?)\/([^/]+)\//,
  /^https:\/\/raw\.githubusercontent\.com\/([^/]+\/[^/]+)\/(?:refs\/(?:heads|tags)\/)?([^/]+)\//,
];
const gitlabPath = /^(https:\/\/[^/]+\/.{1,200}?)\/-\/raw\/([^/]+)\//;
/** `https://acme.example/releases/v1.2.3/install.yaml`, where one part alone reads like a version. */
const versionPath =
  /^(https?:\/\/[^/]+\/(?:[^/]+\/){0,10}?)(v?\d+\.\d+(?:\.\d+)?(?:[-+][\w.-]+)?|v\d{8}-[0-9a-f]{7,40})\/(?:[^/]+\/){0,10}[^/]+\.(?:ya?ml|json)$/;

function revisionInPath(
  address: string,
): [whole: string, url: string, revision: string] | undefined {
  for (const pattern of revisionPaths) {
    const found = pattern.exec(address);
    if (found) {
      return [found[0], `https://github.com/${found[1]}`, found[2]];
    }
  }
  const [whole, url, revision] =
    gitlabPath.exec(address) ?? versionPath.exec(address) ?? [];
  return whole === undefined
    ? undefined
    : [whole, url.replace(/\/$/, ''), revision];
}

/** What stands before the path: kustomize finds where that begins by `//`, by `.git/`, or knows the host. */
function repositoryOf(address: string): string {
  const [, known] =
    /^((?:[a-z+]+:\/\/)?[^/]+\/.{0,300}?)(?:\/\/|(?<=\.git)\/)/i.exec(
      address,
    ) ??
    /^((?:https?:\/\/)?(?:www\.)?github\.com\/[^/]+\/[^/]+)\//i.exec(address) ??
    [];
  return known ?? address;
}

/** Whether an address leads to a repository at whatever its default branch holds, or to its latest release. */
export function isFloating(entry: string): boolean {
  const { url, revision } = readRemote(entry);
  return (
    (revision === undefined && !/\.(ya?ml|json)$/i.test(url)) ||
    /\/releases\/latest\/download\//.test(url)
  );
}
