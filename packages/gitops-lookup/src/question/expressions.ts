import { Confidence } from '../answer';
import { clusterScoped, kindOf } from '../names/kinds';
import { environmentOf } from './labels';
import { ClusterHint, PathTarget, Target } from './types';

/** What the words of a line say. */
export interface Expression {
  targets: Target[];
  paths: PathTarget[];
  words: string[];
  namespace?: string;
  clusters: ClusterHint[];
  environment?: string;
}

const fillers = new Set(
  'a an and are at behind belongs can by do does find for from has have how i in is it its me my of on or our owner owners owned owning owns please responsible show tell team that the this to us we what whats where which who whom whose why with workload'.split(
    ' ',
  ),
);
const verbs = new Set(
  'get describe logs log exec edit delete rollout scale top port-forward events'.split(
    ' ',
  ),
);
const subVerbs = new Set('restart status history undo pause resume'.split(' '));
const fileName =
  /(?:\.(?:ya?ml|json|tpl|gotmpl|md|txt|tf|sh|toml|rego|hcl|cue|jsonnet|libsonnet|env)|^(?:CODEOWNERS|OWNERS|OWNERS_ALIASES|Dockerfile|Makefile|helmfile))$/i;
const name = /^[a-z0-9](?:[a-z0-9._:-]*[a-z0-9])?$/i;

/** Reads a line as `kubectl` arguments, object references, paths and words. */
export function readExpression(line: string): Expression {
  const found: Expression = { targets: [], paths: [], words: [], clusters: [] };
  const { tokens, kubectl, pod } = withoutFlags(tokensOf(line), found);
  const scope = (kind: string | undefined) =>
    kind && clusterScoped.has(kind) ? null : found.namespace;
  const target = (
    kind: string | undefined,
    objectName: string,
    confidence: Confidence,
    reason: string,
    namespace: string | null | undefined = scope(kind),
  ) =>
    found.targets.push({
      kind,
      name: objectName,
      namespace,
      confidence,
      reason,
    });

  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const next = tokens[at + 1];
    const kind = kindOf(token);
    if (readReference(token, found, scope)) {
      continue;
    }
    if (
      kind &&
      next &&
      name.test(next) &&
      !kindOf(next) &&
      !fillers.has(next.toLowerCase())
    ) {
      if (kind === 'Namespace') {
        found.namespace = next;
      } else {
        target(kind, next, 'certain', `“${token} ${next}”`);
      }
      at++;
    } else if (/^clusters?$/i.test(token) && next && name.test(next)) {
      found.clusters.push({ value: next, reason: `“${token} ${next}”` });
      at++;
    } else if (kubectl && pod && name.test(token)) {
      target('Pod', token, 'likely', 'the pod of the command');
    } else if (kind || fillers.has(token.toLowerCase())) {
      continue;
    } else {
      const environment = /^[a-z]+[-_]?\d*$/i.test(token)
        ? environmentOf(token)
        : undefined;
      if (environment && tokens.length > 1 && !found.environment) {
        found.environment = environment;
      } else {
        found.words.push(token);
      }
    }
  }
  for (const other of found.targets) {
    if (other.namespace === undefined && found.namespace) {
      other.namespace = scope(other.kind);
    }
  }
  return found;
}

/** One word that names an object or a file by itself. Adds both readings where both are possible. */
function readReference(
  token: string,
  found: Expression,
  scope: (kind: string | undefined) => string | null | undefined,
): boolean {
  if (/^(?:@|group:|user:)/.test(token)) {
    found.words.push(token);
    return true;
  }
  const isFile = fileName.test(token.replace(/(?:#L|:)\d+(?:-L?\d+)?$/, ''));
  if (!token.includes('/') && !isFile) {
    // `shop-config:Makefile` is a path of a repository, if there is one of that name; `host:9090` is no path.
    const path = pathOf(token).find(({ repository }) => repository);
    if (path && !kindOf(path.repository ?? '')) {
      found.paths.push(path);
    }
    return false;
  }
  const segments = token.split('/');
  const kind = kindOf(segments[0]);
  const names = segments.slice(1);
  const wellFormed = segments.every(segment => name.test(segment));
  if (!isFile && kind && wellFormed && names.length <= 2) {
    const cluster = clusterScoped.has(kind);
    found.targets.push({
      kind,
      name: names.at(-1) ?? '',
      namespace: names.length === 2 && !cluster ? names[0] : scope(kind),
      confidence: 'certain',
      reason: `“${token}”`,
    });
  } else if (
    !isFile &&
    wellFormed &&
    segments.length === 3 &&
    /^[A-Z]/.test(token)
  ) {
    found.targets.push({
      kind: segments[0],
      namespace: segments[1],
      name: segments[2],
      confidence: 'certain',
      reason: `“${token}”`,
    });
  } else if (!isFile && wellFormed && segments.length === 2) {
    found.targets.push({
      namespace: segments[0],
      name: segments[1],
      confidence: 'likely',
      reason: `“${token}” as namespace and name`,
    });
  }
  // `Deployment/shop/cart` with its capital is an object; `services/cart` may be a directory, too.
  if (!(kind && wellFormed && /^[A-Z]/.test(token)) || isFile) {
    found.paths.push(...pathOf(token));
  }
  return true;
}

/** A line with spaces in it, read as one path. Undefined where nothing in it looks like one. */
export function pathWithSpaces(
  line: string,
  found: Pick<Expression, 'paths'>,
): PathTarget | undefined {
  const text = line.trim().replace(/^["'`]|["'`]$/g, '');
  return found.paths.length > 0 && / /.test(text) && !/[\n\r\t]/.test(text)
    ? pathOf(text)[0]
    : undefined;
}

/** `path`, `path:12`, `path#L12`, `owner/repo:path`. */
function pathOf(token: string): PathTarget[] {
  const match = /^(.*?)(?:(?:#L|:)(\d+)(?:-L?\d+)?)?$/.exec(token);
  const [, whole = token, line] = match ?? [];
  const split = /^([\w.+-]+(?:\/[\w.+-]+)*):(?!\/)(.+)$/.exec(whole);
  const path = cleanPath(split ? split[2] : whole);
  if (!path) {
    return [];
  }
  return [
    {
      ...(split && { repository: split[1] }),
      path,
      ...(line && { line: Number(line) }),
    },
  ];
}

function cleanPath(path: string): string {
  return path
    .split('/')
    .filter(segment => segment !== '' && segment !== '.')
    .join('/');
}

/** Files on hosts: GitHub, GitLab, Gitea and Bitbucket know the same address in four forms. */
export function pathOfUrl(url: URL): PathTarget | undefined {
  const path = safeDecode(url.pathname);
  const match =
    /^\/(?<repository>.+?)\/-\/(?:blob|raw|blame|edit|tree)\/(?<rest>.+)$/.exec(
      path,
    ) ??
    /^\/(?<repository>[^/]+\/[^/]+)\/(?:blob|raw|blame|edit|tree)\/(?<rest>.+)$/.exec(
      path,
    ) ??
    /^\/(?<repository>[^/]+\/[^/]+)\/src\/(?:branch\/|commit\/|tag\/)?(?<rest>.+)$/.exec(
      path,
    );
  if (!match?.groups) {
    return undefined;
  }
  // The first segment is the branch or commit; a branch with a slash in it is found by the end of the path.
  const file = cleanPath(match.groups.rest.replace(/^[^/]+\/?/, ''));
  const line = /^#(?:L|lines-)(\d+)/.exec(url.hash)?.[1];
  return file
    ? {
        repository: match.groups.repository,
        path: file,
        ...(line && { line: Number(line) }),
      }
    : undefined;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function tokensOf(line: string): string[] {
  return line
    .split(/\s+/)
    .map(token =>
      token
        .replace(/^[("'`“‘<[]+/, '')
        .replace(/(?<![)"'`”’>\],;!?])[)"'`”’>\],;!?]+$/, '')
        .replace(/(?<=\w)\.$/, ''),
    )
    .filter(Boolean)
    .slice(0, 200);
}

/** Takes `kubectl`, its verb and its flags away; what the flags say goes into `found`. */
function withoutFlags(
  tokens: string[],
  found: Expression,
): { tokens: string[]; kubectl: boolean; pod: boolean } {
  const rest: string[] = [];
  const isKubectl = /^(?:kubectl|oc|k)$/.test(tokens[0] ?? '');
  for (let at = isKubectl ? 1 : 0; at < tokens.length; at++) {
    const token = tokens[at];
    const flag = /^(-[a-zA-Z]|--[a-z-]+)(?:=(.*))?$/.exec(token);
    if (token === '--') {
      break;
    }
    if (!flag) {
      rest.push(token);
      continue;
    }
    const takesValue =
      /^(?:-n|--namespace|-c|--container|-o|--output|-l|--selector|--context|--cluster|--tail|--since)$/.test(
        flag[1],
      );
    const value = flag[2] ?? (takesValue ? tokens[++at] : undefined);
    if (value && /^(?:-n|--namespace)$/.test(flag[1])) {
      found.namespace = value;
    } else if (value && /^--(?:context|cluster)$/.test(flag[1])) {
      found.clusters.push({ value, reason: `flag ${flag[1]}` });
    }
  }
  let pod = false;
  if (isKubectl) {
    const verb = rest[0] ?? '';
    if (verbs.has(verb)) {
      rest.shift();
      pod = /^(?:logs|exec|port-forward)$/.test(verb);
      if (subVerbs.has(rest[0] ?? '')) {
        rest.shift();
      }
    }
  }
  return { tokens: rest, kubectl: isKubectl, pod };
}
