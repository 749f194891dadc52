import {
  createApiFactory,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  OwnershipClient,
  PlumblineAlertsClient,
  PlumblineClient,
} from '@plumbline/plugin-plumbline-common';
import {
  plumblineAlertsApiRef,
  plumblineApiRef,
  plumblineTeamsApiRef,
} from './api';

// What the pages ask, as an app of either frontend system takes it.

export const plumblineApi = createApiFactory({
  api: plumblineApiRef,
  deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
  factory: deps => new PlumblineClient(deps),
});

export const plumblineAlertsApi = createApiFactory({
  api: plumblineAlertsApiRef,
  deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
  factory: deps => new PlumblineAlertsClient(deps),
});

export const plumblineTeamsApi = createApiFactory({
  api: plumblineTeamsApiRef,
  deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
  factory: deps => new OwnershipClient(deps),
});
