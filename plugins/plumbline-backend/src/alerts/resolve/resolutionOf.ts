import { Answer } from '@plumbline/gitops-lookup';
import { AlertOwnership } from '@plumbline/plugin-plumbline-common';
import { ResolvedQuestion } from '../store/AlertStore';

const MOST = 10;

/** The answer in short, as it is kept beside the alerts. */
export function resolutionOf(answer: Answer, now: Date): ResolvedQuestion {
  const { subject, owners, config, unknown } = answer;
  const [oldest] = Object.values(answer.asOf).sort();
  const place = subject?.type === 'object' ? subject : undefined;
  return {
    ownership: ownershipOf(answer),
    resolution: {
      ...(subject && { subject }),
      owners: owners.slice(0, MOST),
      contested: answer.contested,
      ...(config.length > 0 && { config: config[0] }),
      ...(place?.environment && { environment: place.environment }),
      ...(place?.cluster && { cluster: place.cluster }),
      query: answer.query,
      resolvedAt: now.toISOString(),
      ...(oldest && { asOf: oldest }),
      unknown: unknown.slice(0, MOST),
    },
  };
}

function ownershipOf({ owners, unowned }: Answer): AlertOwnership {
  if (owners.length > 0) {
    return 'owned';
  }
  return unowned ?? 'unknown';
}
