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

/**
 * What stands for several teams where one resource is asked about, as for a result of a search: who may see one of them may see
 * it.
 *
 * @public
 */
export function resourceRefOfTeams(teams: readonly string[]): string {
  return teams.length === 1 ? teams[0] : JSON.stringify(teams);
}

/** The other way round. @public */
export function teamsOfResourceRef(resourceRef: string): string[] {
  if (!resourceRef.startsWith('[')) {
    return [resourceRef];
  }
  try {
    const teams: unknown = JSON.parse(resourceRef);
    return Array.isArray(teams)
      ? teams.filter(team => typeof team === 'string')
      : [resourceRef];
  } catch {
    return [resourceRef];
  }
}

/** @public */
export const plumblinePermissions = [
  plumblineReadPermission,
  plumblineRefreshPermission,
  plumblineAlertVerdictPermission,
];
