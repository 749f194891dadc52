import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { RefusalReason } from './Refusal';

// The only file of this module that knows the alpha metrics API; module.ts passes the service in.

export interface PushMetrics {
  push(result: 'accepted' | RefusalReason | 'failed'): void;
  accepted(bytes: number): void;
}

export function createPushMetrics(service: MetricsService): PushMetrics {
  const pushes = service.createCounter<{ result: string }>(
    'plumbline.push.count',
    { description: 'Snapshots that clusters pushed, and what became of them' },
  );
  const bytes = service.createCounter('plumbline.push.bytes', {
    description: 'Size of the snapshots that were accepted, unpacked',
    unit: 'By',
  });
  return {
    push: result => pushes.add(1, { result }),
    accepted: size => bytes.add(size),
  };
}
