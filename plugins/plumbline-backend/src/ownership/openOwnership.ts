import {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import { plumblineTeamReadPermission } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { AuthorizedOwnership } from './AuthorizedOwnership';
import { DatabaseOwnership } from './DatabaseOwnership';
import { OwnershipService } from './OwnershipService';
import { teamResourceRef, teamRules } from './teamRules';

/** Lets policies decide about teams, and answers within what they permit. */
export function openOwnership(options: {
  reader: Knex;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  now: () => Date;
}): OwnershipService {
  const { reader, permissions, permissionsRegistry, now } = options;
  const ownership = new DatabaseOwnership(reader, now);
  permissionsRegistry.addResourceType({
    resourceRef: teamResourceRef,
    permissions: [plumblineTeamReadPermission],
    rules: teamRules,
    getResources: refs => Promise.all(refs.map(ref => ownership.resource(ref))),
  });
  const ruleset = permissionsRegistry.getPermissionRuleset(teamResourceRef);
  return new AuthorizedOwnership({
    ownership,
    permissions,
    transform: createConditionTransformer(ruleset),
    authorize: createConditionAuthorizer(ruleset),
  });
}
