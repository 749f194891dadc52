import { createPermission } from '@backstage/plugin-permission-common';

/** Read answers, sources and files of the index. @public */
export const plumblineReadPermission = createPermission({
  name: 'plumbline.read',
  attributes: { action: 'read' },
});

/** Ask for a source to be read again now. @public */
export const plumblineRefreshPermission = createPermission({
  name: 'plumbline.refresh',
  attributes: { action: 'update' },
});

/** Say whether the owner of an alert is right, and write it back to the sender. @public */
export const plumblineAlertVerdictPermission = createPermission({
  name: 'plumbline.alert.verdict',
  attributes: { action: 'update' },
});

/** Resource type of teams, which policies decide about by rules. @public */
export const RESOURCE_TYPE_PLUMBLINE_TEAM = 'plumbline-team';

/** See what a team owns. A policy may decide by the rules of teams: `IS_OWNER`. @public */
export const plumblineTeamReadPermission = createPermission({
  name: 'plumbline.team.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_PLUMBLINE_TEAM,
});

/** @public */
export const plumblinePermissions = [
  plumblineReadPermission,
  plumblineRefreshPermission,
  plumblineAlertVerdictPermission,
];
