import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { AlertOwnership } from '@plumbline/plugin-plumbline-common';
import { SourceKind } from '../index/SourceStore';

// The only file that knows the alpha metrics API; plugin.ts passes the service in.

const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300];

export type ReadOutcome = 'replaced' | 'unchanged' | 'unconfirmed' | 'failed';

export interface Metrics {
  read(kind: SourceKind, result: ReadOutcome, ms: number): void;
  /** A cluster that this replica begins to follow (1), or follows no longer (-1). */
  followed(change: 1 | -1): void;
  followFailed(): void;
  lookup(result: 'found' | 'nothing' | 'failed', ms: number): void;
  alertsReceived(receiver: string, total: number): void;
  alertRejected(receiver: string, reason: string): void;
  alertResolved(result: AlertOwnership | 'failed', ms: number): void;
}

export function createMetrics(service: MetricsService): Metrics {
  const reads = service.createCounter<{ kind: string; result: string }>(
    'plumbline.source.reads.count',
    { description: 'Reads of repositories and clusters' },
  );
  const readDuration = service.createHistogram<{
    kind: string;
    result: string;
  }>('plumbline.source.read.duration', {
    description: 'Time that reading a repository or cluster takes',
    unit: 's',
    advice: { explicitBucketBoundaries: SECONDS },
  });
  const followed = service.createUpDownCounter(
    'plumbline.cluster.followed.count',
    { description: 'Clusters that this replica follows' },
  );
  const followFailures = service.createCounter(
    'plumbline.cluster.follow.failures.count',
    { description: 'Times that following a cluster failed' },
  );
  const lookups = service.createCounter<{ result: string }>(
    'plumbline.lookup.count',
    { description: 'Questions answered' },
  );
  const lookupDuration = service.createHistogram<{ result: string }>(
    'plumbline.lookup.duration',
    {
      description: 'Time from question to answer',
      unit: 's',
      advice: { explicitBucketBoundaries: SECONDS },
    },
  );
  const alerts = service.createCounter<{ receiver: string }>(
    'plumbline.alert.received.count',
    { description: 'Alerts that were stored' },
  );
  const rejections = service.createCounter<{
    receiver: string;
    reason: string;
  }>('plumbline.alert.rejections.count', {
    description: 'Deliveries of alerts that were refused',
  });
  const resolveDuration = service.createHistogram<{ result: string }>(
    'plumbline.alert.resolve.duration',
    {
      description: 'Time that finding the owner of an alert takes',
      unit: 's',
      advice: { explicitBucketBoundaries: SECONDS },
    },
  );
  return {
    read(kind, result, ms) {
      reads.add(1, { kind, result });
      readDuration.record(ms / 1000, { kind, result });
    },
    followed(change) {
      followed.add(change);
    },
    followFailed() {
      followFailures.add(1);
    },
    lookup(result, ms) {
      lookups.add(1, { result });
      lookupDuration.record(ms / 1000, { result });
    },
    alertsReceived(receiver, total) {
      alerts.add(total, { receiver });
    },
    alertRejected(receiver, reason) {
      rejections.add(1, { receiver, reason });
    },
    alertResolved(result, ms) {
      resolveDuration.record(ms / 1000, { result });
    },
  };
}
