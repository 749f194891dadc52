import { Answer } from '@plumbline/gitops-lookup';
import { Evidence, FileLocation, Finding } from '@plumbline/gitops-reader';
import { posix } from 'node:path';

/** The team that it should have been. */
export interface RightTeam {
  /** Backstage ref. */
  ref: string;
  aliases: string[];
}

/**
 * The line to change so that the next answer names the right team: a rule of CODEOWNERS where rules of paths decide, a label
 * on the object's manifest where labels do. `undefined` where Git holds nothing of it.
 */
export function proposeFix(
  answer: Answer,
  right: RightTeam | undefined,
): Finding | undefined {
  const [config] = answer.config;
  const [owner] = answer.owners;
  if (!config) {
    return undefined;
  }
  const manifest: FileLocation = {
    repository: config.repository,
    revision: config.revision,
    path: config.path,
    ...(config.line && { line: config.line }),
  };
  const what = subjectOf(answer);
  const said = owner
    ? `${owner.team} does not own ${what}`
    : `${what} has an owner`;
  const message = `A person says that ${said}${
    right ? `: ${right.ref} does` : ''
  }`;
  const label = owner && labelOf(owner.source, owner.evidence);
  if (label) {
    return {
      rule: 'wrong-owner',
      severity: 'warning',
      location:
        owner.source === 'object-label' && owner.evidence.type === 'file'
          ? owner.evidence.location
          : manifest,
      message,
      fix: `metadata:\n  labels:\n    ${label}: ${right ? teamName(right) : '<team>'}`,
    };
  }
  const rule = ruleOf(answer, manifest);
  return {
    rule: 'wrong-owner',
    severity: 'warning',
    location: rule,
    message,
    // The last rule that matches decides.
    fix: `${pattern(config.path)} ${right ? mark(right) : '@<team>'}`,
  };
}

function subjectOf({ subject }: Answer): string {
  switch (subject?.type) {
    case 'object': {
      const { kind, namespace, name } = subject;
      return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
    }
    case 'path':
      return subject.path;
    default:
      return 'this';
  }
}

/** The label that decided, or the usual one where the mark stood on something that other objects share. */
function labelOf(
  source: Answer['owners'][number]['source'],
  evidence: Evidence,
): string | undefined {
  switch (source) {
    case 'object-label':
    case 'pod-template-label':
    case 'controller-label':
    case 'namespace-label':
    case 'engine-object':
      return keyOf(evidence) ?? 'team';
    case 'alert-label':
    case 'role-binding':
    case 'chart-maintainer':
      return 'team';
    default:
      return undefined;
  }
}

function keyOf(evidence: Evidence): string | undefined {
  const [, field] =
    evidence.type === 'object'
      ? (/\.(?:labels|annotations)[.[]"?([\w./-]+)/.exec(evidence.field) ?? [])
      : [];
  const [, line] =
    /^\s*["']?([\w./-]+)["']?\s*:/.exec(evidence.text ?? '') ?? [];
  return field ?? line;
}

function ruleOf(answer: Answer, manifest: FileLocation): FileLocation {
  const decisive = answer.claims.find(
    ({ source, evidence }) =>
      source === 'codeowners' &&
      evidence.type === 'file' &&
      evidence.location.repository === manifest.repository,
  );
  return decisive?.evidence.type === 'file'
    ? decisive.evidence.location
    : {
        repository: manifest.repository,
        revision: manifest.revision,
        path: 'CODEOWNERS',
      };
}

/** The directory of a service rather than one of its files. */
function pattern(path: string): string {
  const directory = posix
    .dirname(path)
    .replace(/\/(base|overlays?(\/.*)?)$/, '');
  return directory === '.' ? `/${escaped(path)}` : `/${escaped(directory)}/`;
}

function escaped(path: string): string {
  return path.replace(/[\s#\\]/g, '\\$&');
}

/** The mark that CODEOWNERS takes. */
function mark(team: RightTeam): string {
  return (
    team.aliases.find(alias => /^@[^/\s]+\/[^/\s]+$/.test(alias)) ??
    team.aliases.find(alias => alias.startsWith('@')) ??
    `@${teamName(team)}`
  );
}

function teamName({ ref }: RightTeam): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}
