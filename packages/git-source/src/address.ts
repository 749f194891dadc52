import path from 'node:path';
import { HostKind } from '@plumbline/gitops-reader';
import { GitError } from './gitError';

/**
 * What the address of a repository tells about it.
 *
 * @public
 */
export interface RepositoryAddress {
  /** `owner/name` where the address has owners, with all the groups of a GitLab path. */
  name: string;
  host: string;
  /** Pages on the host, where its kind is recognised: `https://github.com/acme/app-config`. */
  webUrl?: string;
  /** The kind of the host, where its name tells. */
  hostKind?: HostKind;
}

const revisionPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const unprintable = /[\s\p{Cc}]/u;
const scpLike =
  /^(?:([A-Za-z0-9_][\w.-]*)@)?([A-Za-z0-9][A-Za-z0-9.-]*):(?!\/\/)([^\\]+)$/;
/** Hosts that are known to have pages. That of another is a guess, and a link that leads nowhere is worse than none. */
const webHosts =
  /^(?:github\.com|[\w-]+\.ghe\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitea\.com)$/i;

/** Whether this is the id of a commit or blob. */
export function isObjectId(text: string): boolean {
  return revisionPattern.test(text);
}

interface Remote {
  protocol: 'https:' | 'http:' | 'ssh:' | 'file:';
  /** What git gets: without user info for http(s). */
  url: string;
  host: string;
  port: string;
  path: string;
  username?: string;
  password?: string;
}

/**
 * Reads what may be handed to git as a remote: https, http, ssh or file URLs and `user@host:path`. Everything else, and
 * all that git or ssh could take for an option or for a helper program, is refused.
 */
export function parseRemote(text: string): Remote {
  const refuse = (why: string): never => {
    throw new GitError(
      'invalid',
      `'${text.slice(0, 200)}' is not the address of a repository: ${why}`,
    );
  };
  if (unprintable.test(text)) {
    return refuse('it has spaces or control characters');
  }
  const scp = /^[a-z]+:\/\//i.test(text) ? undefined : scpLike.exec(text);
  if (scp && !scp[3].startsWith(':') && !scp[3].startsWith('-')) {
    const user = scp[1] ? `${scp[1]}@` : '';
    return {
      protocol: 'ssh:',
      url: `${user}${scp[2]}:${scp[3]}`,
      host: scp[2],
      port: '',
      path: scp[3],
    };
  }
  if (!/^(https?|ssh|file):\/\//i.test(text)) {
    return refuse('use an https, ssh or file URL, or an absolute path');
  }
  if (!URL.canParse(text)) {
    return refuse('it is not a valid URL');
  }
  const url = new URL(text);
  const protocol = url.protocol as Remote['protocol'];
  if (protocol === 'file:') {
    if (url.host) {
      return refuse('a file URL names no host');
    }
  } else if (!/^(?:[A-Za-z0-9]|\[)/.test(url.hostname)) {
    return refuse('the host is not valid');
  }
  if (decodeURIComponentSafely(url.username).startsWith('-')) {
    return refuse('the user is not valid');
  }
  if (url.pathname.length < 2) {
    return refuse('it names no repository');
  }
  const remote: Remote = {
    protocol,
    url: text,
    host: url.hostname,
    port: url.port,
    path: decodeURIComponentSafely(url.pathname),
  };
  if (protocol === 'https:' || protocol === 'http:') {
    if (url.username) {
      remote.username = decodeURIComponentSafely(url.username);
      remote.password = decodeURIComponentSafely(url.password);
    }
    url.username = '';
    url.password = '';
    url.hash = '';
    remote.url = url.href;
  }
  return remote;
}

/**
 * Throws unless this is an address that git may be given.
 *
 * @public
 */
export function checkRemote(url: string): void {
  parseRemote(url);
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Name and pages of the repository at an address that git can fetch; `undefined` for one on this machine.
 *
 * @public
 */
export function describeAddress(url: string): RepositoryAddress | undefined {
  let remote: Remote;
  try {
    remote = parseRemote(url);
  } catch {
    return undefined;
  }
  if (remote.protocol === 'file:') {
    return undefined;
  }
  const segments = remote.path
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/')
    .filter(Boolean);
  if (segments.length === 0) {
    return undefined;
  }
  const name = segments.join('/');
  const http = remote.protocol === 'https:' || remote.protocol === 'http:';
  const origin = http ? new URL(remote.url).origin : `https://${remote.host}`;
  return {
    name,
    host: remote.host,
    webUrl:
      segments.length >= 2 && webHosts.test(remote.host)
        ? `${origin}/${segments.map(encodeURIComponent).join('/')}`
        : undefined,
    hostKind: hostKindOf(remote.host),
  };
}

/** The kind of a host, by what hosts of the kind are called: `gitlab.acme.example`, `ghe.acme.example`. */
function hostKindOf(host: string): HostKind | undefined {
  if (/gitlab/i.test(host)) {
    return 'gitlab';
  }
  return /github|(^|\.)ghe\./i.test(host) ? 'github' : undefined;
}

/** The kind of the host of a repository: of its address, or of its pages where it has another one here. */
export function hostKindOfSource(source: {
  url?: string;
  webUrl?: string;
  hostKind?: HostKind;
}): HostKind | undefined {
  return (
    source.hostKind ??
    [source.webUrl, source.url]
      .map(url => (url ? describeAddress(url)?.hostKind : undefined))
      .find(kind => kind !== undefined)
  );
}

/** Whether a source is a path on this machine and not an address. */
export function isLocalPath(url: string): boolean {
  return path.isAbsolute(url);
}

/**
 * Checks the name of a branch as git itself would, and returns it without `refs/heads/`.
 *
 * @public
 */
export function checkBranch(branch: string): string {
  const name = branch.replace(/^refs\/heads\//, '');
  const valid =
    name.length > 0 &&
    name.length <= 250 &&
    name !== '@' &&
    !unprintable.test(name) &&
    !/^-|^\/|\/$|\/\/|\.\.|@\{|[~^:?*[\\]|\.$/.test(name) &&
    !name
      .split('/')
      .some(part => part.startsWith('.') || part.endsWith('.lock'));
  if (!valid) {
    throw new GitError(
      'invalid',
      `'${branch.slice(0, 200)}' is not the name of a branch`,
    );
  }
  return name;
}
