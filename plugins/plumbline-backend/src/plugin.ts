import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { createLookup } from '@plumbline/gitops-lookup';
import {
  linkToFile,
  plumblinePermissions,
} from '@plumbline/plugin-plumbline-common';
import {
  plumblineAlertsExtensionPoint,
  plumblineClustersExtensionPoint,
  plumblineOnCallExtensionPoint,
  plumblinePromotionExtensionPoint,
  plumblineRepositoriesExtensionPoint,
} from '@plumbline/plugin-plumbline-node';
import { registerActions } from './actions/registerActions';
import { AuthorizedAlerts } from './alerts/AuthorizedAlerts';
import { DefaultAlerts } from './alerts/DefaultAlerts';
import { PeopleFirst } from './alerts/PeopleFirst';
import { createReceiveRouter } from './alerts/receive/receiveRouter';
import { Receivers } from './alerts/receive/Receivers';
import { addAlertRoutes } from './alerts/router';
import { startAlerts } from './alerts/startAlerts';
import { DatabaseAlertStore } from './alerts/store/DatabaseAlertStore';
import { AuthorizedPlumbline } from './api/AuthorizedPlumbline';
import { DefaultPlumbline } from './api/DefaultPlumbline';
import { portalOf } from './api/portal';
import { createRouter } from './api/router';
import { createSavedPagesRouter, SAVED_PAGES_PATH } from './api/savedPages';
import { AuthorizedCatalogEntries } from './catalog/AuthorizedCatalogEntries';
import { DatabaseCatalog } from './catalog/DatabaseCatalog';
import { startCatalog } from './catalog/readCatalog';
import { addCatalogRoutes } from './catalog/router';
import { startCollecting } from './collect/startCollecting';
import { createMetrics } from './lib/metrics';
import { Clusters, Repositories } from './collect/Providers';
import { readSettings } from './config/settings';
import { DatabaseIndex } from './index/DatabaseIndex';
import { DatabaseSourceStore } from './index/DatabaseSourceStore';
import { openDatabase } from './database/openDatabase';
import { DatabaseOnCall } from './oncall/DatabaseOnCall';
import { Directories } from './oncall/Directories';
import { startOnCall } from './oncall/startOnCall';
import { openOwnership } from './ownership/openOwnership';
import { addOwnershipRoutes } from './ownership/router';
import { startOwnership } from './ownership/startOwnership';
import {
  AuthorizedPromotion,
  DefaultPromotion,
} from './promotion/PromotionService';
import { addPromotionRoutes } from './promotion/router';
import { ConfigurationReader } from './promotion/compare/ConfigurationReader';
import { GateProviders } from './promotion/gates/GateProviders';
import { startPromotion } from './promotion/startPromotion';

/**
 * Indexes repositories and clusters, and answers who owns what.
 *
 * @public
 */
export const plumblinePlugin = createBackendPlugin({
  pluginId: 'plumbline',
  register(env) {
    const repositories = new Repositories();
    const clusters = new Clusters();
    const receivers = new Receivers();
    const directories = new Directories();
    const gates = new GateProviders();
    env.registerExtensionPoint(
      plumblineRepositoriesExtensionPoint,
      repositories,
    );
    env.registerExtensionPoint(plumblineClustersExtensionPoint, clusters);
    env.registerExtensionPoint(plumblineAlertsExtensionPoint, receivers);
    env.registerExtensionPoint(plumblineOnCallExtensionPoint, directories);
    env.registerExtensionPoint(plumblinePromotionExtensionPoint, gates);

    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
      },
      async init(deps) {
        const settings = readSettings(deps.config);
        const metrics = createMetrics(deps.metrics);
        const now = () => new Date();

        const { client, reader, analyze, close } = await openDatabase(
          deps.database,
        );
        deps.lifecycle.addShutdownHook(close);
        if (analyze) {
          await deps.scheduler.scheduleTask({
            id: 'plumbline-analyze-tables',
            scope: 'local',
            frequency: { minutes: 1 },
            timeout: { minutes: 5 },
            fn: analyze,
          });
        }
        const index = new DatabaseIndex(reader);
        const store = new DatabaseSourceStore(client, reader, {
          precedence: settings.precedence,
          environments: settings.reading.environments,
        });

        const collecting = await startCollecting({
          repositories,
          clusters,
          store,
          settings,
          metrics,
          now,
          logger: deps.logger,
          scheduler: deps.scheduler,
          lifecycle: deps.lifecycle,
        });
        clusters.onRefresh(async cluster => {
          await store.requestRefresh(`cluster:${cluster}`, now());
          collecting.wake();
        });

        const onCall = await startOnCall({
          ...settings.onCall,
          directories,
          store: new DatabaseOnCall(client, reader),
          now,
          logger: deps.logger,
          scheduler: deps.scheduler,
        });
        const lookup = createLookup({
          index,
          ownership: { precedence: settings.precedence },
          argocd: settings.argocd,
          link: linkToFile,
          now,
          onCall: onCall.forTeams,
        });
        const find = {
          ownership: { precedence: settings.precedence },
          argocd: settings.argocd,
          environments: settings.reading.environments,
          entityNames: settings.catalog.names,
        };
        await startOwnership({
          ...find,
          limits: settings.troubles,
          opener: () => repositories.opener,
          findSource: collecting.find,
          client,
          reader,
          now,
          logger: deps.logger,
          scheduler: deps.scheduler,
        });

        const catalogStore = new DatabaseCatalog(
          client,
          settings.catalog.names,
          reader,
        );
        const refreshCatalog = settings.catalog.read
          ? await startCatalog({
              ...deps,
              schedule: settings.catalog.schedule,
              store: catalogStore,
              now,
            })
          : undefined;
        if (!refreshCatalog) {
          await catalogStore.forget();
        }

        const plumbline = new AuthorizedPlumbline(
          new DefaultPlumbline({
            index,
            store,
            metrics,
            now,
            lookup,
            opener: repositories.opener,
            wake: () => collecting.wake(),
            refreshCatalog,
          }),
          deps.permissions,
        );

        const portal = portalOf(deps.config);
        const alertStore = new DatabaseAlertStore(client, reader);
        const peopleFirst = new PeopleFirst();
        const { intake, rejections } = await startAlerts({
          receivers,
          peopleFirst,
          store: alertStore,
          lookup,
          portal,
          keepMs: settings.keepAlertsMs,
          notifications: deps.notifications,
          notify: settings.alertNotifications,
          metrics,
          now,
          logger: deps.logger,
          scheduler: deps.scheduler,
          lifecycle: deps.lifecycle,
        });
        const alerts = new AuthorizedAlerts(
          new DefaultAlerts({
            store: alertStore,
            lookup,
            index,
            receivers,
            rejections,
            onCallDirectories: onCall.directories,
            personOf: credentials =>
              deps.auth.isPrincipal(credentials, 'user')
                ? credentials.principal.userEntityRef
                : undefined,
            portal,
            now,
          }),
          deps.permissions,
        );

        const promotionStore = await startPromotion({
          client,
          reader,
          settings,
          now,
          opener: () => repositories.opener,
          find: collecting.find,
          gates,
          portal,
          notifications: deps.notifications,
          logger: deps.logger,
          scheduler: deps.scheduler,
        });
        const promotion = new AuthorizedPromotion(
          new DefaultPromotion({
            store: promotionStore,
            configuration: new ConfigurationReader({
              reader,
              readFile: async (...file) =>
                await repositories.opener?.readFile(...file),
            }),
            environments: settings.reading.environments,
            now,
          }),
          deps.permissions,
        );

        registerActions({
          actionsRegistry: deps.actionsRegistry,
          plumbline,
          alerts,
          promotion,
          portal,
        });
        deps.permissionsRegistry.addPermissions(plumblinePermissions);
        deps.httpRouter.addAuthPolicy({
          path: SAVED_PAGES_PATH,
          allow: 'unauthenticated',
        });
        deps.httpRouter.use(createSavedPagesRouter());
        const router = createRouter({
          plumbline,
          httpAuth: deps.httpAuth,
          auditor: deps.auditor,
          portal,
        });
        addAlertRoutes(router, {
          alerts,
          httpAuth: deps.httpAuth,
          auditor: deps.auditor,
          portal,
        });
        addOwnershipRoutes(router, {
          ownership: openOwnership({
            ...deps,
            reader,
            now,
            onCall: onCall.forTeam,
          }),
          httpAuth: deps.httpAuth,
        });
        addCatalogRoutes(router, {
          entries: new AuthorizedCatalogEntries({
            reader,
            permissions: deps.permissions,
            find,
          }),
          httpAuth: deps.httpAuth,
        });
        addPromotionRoutes(router, { promotion, httpAuth: deps.httpAuth });
        // Senders have no Backstage token: each receiver checks what its sender proves itself with.
        for (const { id } of receivers.all) {
          deps.httpRouter.addAuthPolicy({
            path: `/v1/alerts/receive/${id}`,
            allow: 'unauthenticated',
          });
        }
        deps.httpRouter.use(
          createReceiveRouter({
            receivers,
            intake,
            rejections,
            peopleFirst,
            logger: deps.logger,
            now,
          }),
        );
        deps.httpRouter.use(peopleFirst.requests);
        deps.httpRouter.use(router);
      },
    });
  },
});
