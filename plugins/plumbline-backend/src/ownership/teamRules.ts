import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_PLUMBLINE_TEAM } from '@plumbline/plugin-plumbline-common';
import { z } from 'zod';
import { TeamResource } from './DatabaseOwnership';
import { TeamQuery } from './teamFilter';

/** Teams, as policies decide about them. */
export const teamResourceRef = createPermissionResourceRef<
  TeamResource,
  TeamQuery
>().with({
  pluginId: 'plumbline',
  resourceType: RESOURCE_TYPE_PLUMBLINE_TEAM,
});

const parameters = z.object({ claims: z.array(z.string()) });

const jsonSchema = {
  type: 'object',
  required: ['claims'],
  properties: {
    claims: {
      type: 'array',
      items: { type: 'string' },
      description:
        'Refs of the user and of the groups that the user belongs to',
    },
  },
  additionalProperties: false,
};

/** The team is one of those that somebody belongs to, whatever it is called there. */
export const isOwner = createPermissionRule<
  typeof teamResourceRef,
  z.infer<typeof parameters>
>({
  name: 'IS_OWNER',
  description: 'Allow teams that are one of the claims of the user',
  resourceRef: teamResourceRef,
  // zod 3 alone has no JSON schema of its own, which the permission backend asks for.
  paramsSchema: {
    '~standard': {
      version: 1,
      vendor: 'plumbline',
      validate: value => {
        const { data, error } = parameters.safeParse(value);
        return data
          ? { value: data }
          : { issues: error?.issues ?? [{ message: 'not valid' }] };
      },
      jsonSchema: { input: () => jsonSchema, output: () => jsonSchema },
    },
  },
  apply: ({ teams }, { claims }) =>
    claims.some(claim =>
      teams.some(({ ref, directory }) => directory.refOf(claim) === ref),
    ),
  toQuery: ({ claims }) => ({ marks: claims }),
});

export const teamRules = [isOwner];
