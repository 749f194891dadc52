import {
  AuditorService,
  DatabaseService,
  HttpRouterService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { PlumblineClustersExtensionPoint } from '@plumbline/plugin-plumbline-node';
import { DatabasePushStore } from './DatabasePushStore';
import { createPushMetrics } from './metrics';
import { PushedClusterProvider } from './PushedClusterProvider';
import { PushService } from './PushService';
import { PushTokens } from './PushTokens';
import { createPushRouter, PUSH_PATH } from './router';
import { PushCluster } from './settings';

/** Opens the way for clusters that push. Where there are none it stays shut. */
export async function startPush(
  pushing: PushCluster[],
  services: {
    auditor: AuditorService;
    clusters: PlumblineClustersExtensionPoint;
    database: DatabaseService;
    httpRouter: HttpRouterService;
    logger: LoggerService;
    metrics: MetricsService;
    scheduler: SchedulerService;
  },
): Promise<void> {
  if (pushing.length === 0) {
    return;
  }
  const { clusters, httpRouter, scheduler } = services;
  const now = () => new Date();
  const store = await DatabasePushStore.create(services.database);
  const service = new PushService({
    store,
    refresh: cluster => clusters.refresh(cluster),
    now,
  });
  clusters.addProvider(new PushedClusterProvider({ clusters: pushing, store }));
  httpRouter.addAuthPolicy({ path: PUSH_PATH, allow: 'unauthenticated' });
  httpRouter.use(
    createPushRouter({
      service,
      tokens: new PushTokens(pushing),
      auditor: services.auditor,
      logger: services.logger,
      metrics: createPushMetrics(services.metrics),
    }),
  );
  await scheduler.scheduleTask({
    id: 'plumbline-expire-pushes',
    frequency: { minutes: 10 },
    timeout: { minutes: 5 },
    fn: () => service.expire(pushing),
  });
}
