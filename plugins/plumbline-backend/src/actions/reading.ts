import { plumblineReadPermission } from '@plumbline/plugin-plumbline-common';

/** What all actions have in common: they read, for those who may. */
export const reading = {
  visibilityPermission: plumblineReadPermission,
  attributes: { readOnly: true, destructive: false, idempotent: true },
};
