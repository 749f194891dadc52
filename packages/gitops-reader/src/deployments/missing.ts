import { Finding } from '../facts';
import { lineOf } from '../yaml';
import { Deployment } from './deployment';
import { isOpen, OwnRepository } from './ownRepository';

/** What engines want of this repository, and does not stand in the tree that is read. */
export function missingSources(
  deployments: Deployment[],
  own: OwnRepository,
): Finding[] {
  const findings: Finding[] = [];
  for (const deployment of deployments) {
    const { origin, path, pathAt, engine, title, vague } = deployment;
    if (
      vague ||
      origin.type !== 'git' ||
      !own.isOwn(origin.key) ||
      isOpen(path)
    ) {
      continue;
    }
    const location = {
      ...engine.resource.location,
      line: lineOf(engine.resource, pathAt),
    };
    if (!own.isRead(origin.revision)) {
      findings.push({
        rule: 'source-revision-not-read',
        severity: 'info',
        location,
        message: `${title} deploys ${path || 'the root'} as it is at ${origin.revision}, which is not the tree that is read; what it deploys is not known.`,
      });
    } else if (own.resolve(deployment) === undefined) {
      findings.push({
        rule: 'source-path-missing',
        severity: own.isCertain(origin.key) ? 'error' : 'warning',
        location,
        message: `${title} deploys ${path}, which is not there.`,
        fix: 'Correct the path, or remove what deploys it.',
      });
    }
  }
  return findings;
}
