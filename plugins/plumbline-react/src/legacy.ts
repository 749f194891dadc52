/**
 * What apps of the old frontend system need beside the pages.
 *
 * @packageDocumentation
 */
import { AnyApiFactory } from '@backstage/core-plugin-api';
import { plumblineAlertsApi, plumblineApi, plumblineTeamsApi } from './apis';

export * from './components/LegacyPage';

/**
 * What all Plumbline pages ask, for `packages/app/src/apis.ts`. The pages do not bring it along: an app of the old frontend system takes
 * each API from one plugin alone.
 *
 * @public
 */
export const plumblineApis: AnyApiFactory[] = [
  plumblineApi,
  plumblineAlertsApi,
  plumblineTeamsApi,
];
