import { FileLocation, Finding } from '../facts';
import { gap } from '../readers/helm/template/value';
import { locationAt } from '../readers/kustomize/resource';
import { Deployment } from './deployment';
import { isOpen, OwnRepository } from './ownRepository';

/** Paths that one message names. */
const mostNamed = 3;

/** What one line of an engine object wants, and is not in the tree that is read. */
interface Missing {
  rule: 'source-path-missing' | 'source-revision-not-read';
  certain: boolean;
  location: FileLocation;
  title: string;
  revision?: string;
  paths: Set<string>;
}

/** What engines want of this repository, and does not stand in the tree that is read: once for each line. */
export function missingSources(
  deployments: Deployment[],
  own: OwnRepository,
): Finding[] {
  const missing = new Map<string, Missing>();
  for (const deployment of deployments) {
    const { origin, path, pathAt, engine, title, vague } = deployment;
    const { revision } = origin;
    const isRead = own.isRead(revision);
    if (
      vague ||
      origin.type !== 'git' ||
      !own.isOwn(origin.key) ||
      isOpen(path) ||
      revision?.includes(gap) ||
      (isRead && own.resolve(deployment) !== undefined)
    ) {
      continue;
    }
    const location = locationAt(engine.resource, pathAt);
    const key = `${location.path}\n${location.line}\n${title}\n${isRead ? '' : revision}`;
    const known = missing.get(key) ?? {
      rule: isRead ? 'source-path-missing' : 'source-revision-not-read',
      certain: own.isCertain(origin.key),
      location,
      title,
      revision,
      paths: new Set(),
    };
    known.paths.add(path || 'the root');
    missing.set(key, known);
  }
  return [...missing.values()].map(findingOf);
}

function findingOf(missing: Missing): Finding {
  const { rule, certain, location, title, revision, paths } = missing;
  const named = [...paths].slice(0, mostNamed).join(', ');
  const rest = paths.size - mostNamed;
  const all = rest > 0 ? `${named} and ${rest} more` : named;
  return rule === 'source-path-missing'
    ? {
        rule: 'source-path-missing',
        severity: certain ? 'error' : 'warning',
        location,
        message: `${title} deploys ${all}, which ${paths.size > 1 ? 'are' : 'is'} not there.`,
        fix: 'Correct the path, or remove what deploys it.',
      }
    : {
        rule: 'source-revision-not-read',
        severity: 'info',
        location,
        message: `${title} deploys ${all} as of ${revision}, which is not the tree that is read; what it deploys is not known.`,
      };
}
