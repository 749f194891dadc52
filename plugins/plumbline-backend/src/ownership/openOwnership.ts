import {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  plumblineTeamReadPermission,
  teamsOfResourceRef,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { AuthorizedOwnership } from './AuthorizedOwnership';
import {
  DatabaseOwnership,
  DatabaseOwnershipOptions,
  TeamResource,
} from './DatabaseOwnership';
import { OwnershipService } from './OwnershipService';
import { teamResourceRef, teamRules } from './teamRules';

/** Owners of one thing that are looked at: as many as the search is told. */
const MAX_OWNERS = 20;

/** Lets policies decide about teams, and answers within what they permit. */
export function openOwnership(options: {
  reader: Knex;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  now: () => Date;
  onCall: DatabaseOwnershipOptions['onCall'];
}): OwnershipService {
  const { reader, permissions, permissionsRegistry, now, onCall } = options;
  const ownership = new DatabaseOwnership(reader, now, { onCall });
  permissionsRegistry.addResourceType({
    resourceRef: teamResourceRef,
    permissions: [plumblineTeamReadPermission],
    rules: teamRules,
    getResources: refs =>
      Promise.all(refs.map(ref => resourceOf(ownership, ref))),
  });
  const ruleset = permissionsRegistry.getPermissionRuleset(teamResourceRef);
  return new AuthorizedOwnership({
    ownership,
    permissions,
    transform: createConditionTransformer(ruleset),
    authorize: createConditionAuthorizer(ruleset),
  });
}

/** The team that a ref means, or all those that own one thing. */
async function resourceOf(
  ownership: DatabaseOwnership,
  resourceRef: string,
): Promise<TeamResource | undefined> {
  const marks = teamsOfResourceRef(resourceRef).slice(0, MAX_OWNERS);
  const teams = (
    await Promise.all(marks.map(mark => ownership.resource(mark)))
  ).flatMap(team => team ?? []);
  return teams.length === 0
    ? undefined
    : { ref: resourceRef, teams: teams.flatMap(each => each.teams) };
}
