/**
 * What went wrong, for programs. `message` says it to people in one line.
 *
 * @public
 */
export type GitErrorReason =
  | 'invalid'
  | 'not-found'
  | 'no-access'
  | 'unreachable'
  | 'timeout'
  | 'too-large'
  | 'corrupt'
  | 'failed';

/**
 * A git operation that failed. The message is one line, names no credentials and tells the cause in words.
 *
 * @public
 */
export class GitError extends Error {
  constructor(
    readonly reason: GitErrorReason,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(scrub(message), options);
    this.name = 'GitError';
  }
}

/**
 * Takes credentials out of a text: user info in URLs, authorization headers, well-known token shapes.
 */
export function scrub(text: string): string {
  return text
    .replace(/([a-z0-9+.-]:\/\/)[^\s/'"@]*@/gi, '$1')
    .replace(/(authorization:\s*)(?:(?:basic|bearer|token)\s+)?\S+/gi, '$1***')
    .replace(/\b(gh[a-z]_|github_pat_|glpat-)[\w-]+/g, '***');
}

const causes: [RegExp, GitErrorReason, string][] = [
  [
    /could not resolve host(?:name)?:? ['"]?([^\s'";]+)/i,
    'unreachable',
    'the host $1 is not known',
  ],
  [/name or service not known/i, 'unreachable', 'the host is not known'],
  [
    /connection refused|failed to connect/i,
    'unreachable',
    'the host refuses connections',
  ],
  [
    /timed out|operation too slow|timeout/i,
    'unreachable',
    'the host does not answer in time',
  ],
  [
    /network is unreachable|no route to host/i,
    'unreachable',
    'the host cannot be reached from here',
  ],
  [
    /certificate|ssl connect|ssl routines|gnutls/i,
    'unreachable',
    'the TLS certificate of the host is not trusted or not valid',
  ],
  [
    /host key verification failed/i,
    'no-access',
    'the SSH host key is not known; add the host to known_hosts',
  ],
  [/permission denied \(/i, 'no-access', 'the host refuses the SSH key'],
  [
    /could not read (username|password)|terminal prompts disabled/i,
    'no-access',
    'the host asks for credentials and none are configured, or the repository does not exist',
  ],
  [
    /authentication failed|access denied|invalid username or|error: 401/i,
    'no-access',
    'the host refuses the credentials',
  ],
  [
    /error: 403|write access .* not granted|forbidden/i,
    'no-access',
    'the credentials do not give access to this repository',
  ],
  [/couldn't find remote ref (\S+)/i, 'not-found', 'there is no branch $1'],
  [
    /repository .*not found|error: 404|not found/i,
    'not-found',
    'there is no repository at this address, or no access to it',
  ],
  [
    /does not appear to be a git repository|repository .* does not exist|not a git repository/i,
    'not-found',
    'there is no git repository at this address',
  ],
  [/error: (5\d\d)/i, 'unreachable', 'the host answers with status $1'],
  [
    /transport '([^']*)' not allowed/i,
    'invalid',
    'the protocol $1 is not allowed',
  ],
  [
    /dubious ownership/i,
    'no-access',
    'the repository belongs to another user of this machine',
  ],
  [/no space left on device/i, 'failed', 'no space left on the disk'],
  [
    /could not fetch \S+ from promisor remote/i,
    'not-found',
    'it is a partial clone that lacks the content of some files',
  ],
  [
    /early eof|unexpected disconnect|remote end hung up|rpc failed/i,
    'unreachable',
    'the connection broke off',
  ],
];

/** Marks of damage in the local storage, in contrast to trouble with the remote. */
const damage =
  /bad object|object file .* is empty|loose object|corrupt|unable to (read|find) [0-9a-f]{7}|packfile|pack has|index-pack failed|unresolved delta|missing necessary objects|did not send all necessary objects|bad config|invalid sha1 pointer|not a tree object|could not parse|unable to read tree|not a git repository: |invalid gitfile/i;

/** Turns what git wrote on stderr into one line that a person can act on. */
export function explainGitFailure(
  what: string,
  stderr: string,
  exit: string,
): GitError {
  const damaged = damage.test(stderr);
  for (const [pattern, reason, text] of damaged ? [] : causes) {
    const match = pattern.exec(stderr);
    if (match) {
      const cause = text.replace('$1', match[1] ?? '');
      return new GitError(reason, `${what}: ${cause}`);
    }
  }
  const lines = stderr
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);
  const line =
    lines.find(candidate => /^(fatal|error):/.test(candidate)) ??
    lines[lines.length - 1] ??
    `git ended with ${exit}`;
  return new GitError(
    damaged ? 'corrupt' : 'failed',
    `${what}: ${line.replace(/^(fatal|error):\s*/, '').slice(0, 300)}`,
  );
}
