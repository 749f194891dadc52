import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

// The portal: pages, sign-in, permissions, catalog and search.
backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-auth-backend-module-github-provider'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));

// What Plumbline found, as entities and in the search.
backend.add(import('@plumbline/plugin-catalog-backend-module-plumbline'));
backend.add(import('@plumbline/plugin-search-backend-module-plumbline'));

// Plumbline, and where it reads from.
backend.add(import('@plumbline/plugin-plumbline-backend'));
backend.add(import('@plumbline/plugin-plumbline-backend-module-git'));
backend.add(import('@plumbline/plugin-plumbline-backend-module-github'));
backend.add(import('@plumbline/plugin-plumbline-backend-module-kubernetes'));
backend.add(import('@plumbline/plugin-plumbline-backend-module-snapshots'));

// Who sends alerts. A receiver without a secret takes none.
backend.add(import('@plumbline/plugin-plumbline-backend-module-alertmanager'));
backend.add(import('@plumbline/plugin-plumbline-backend-module-grafana'));
backend.add(import('@plumbline/plugin-plumbline-backend-module-opsgenie'));
backend.add(import('@plumbline/plugin-plumbline-backend-module-pagerduty'));
backend.add(import('@plumbline/plugin-plumbline-backend-module-webhooks'));

// A portal that could not start must not linger half alive.
backend.start().catch(error => {
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
});
