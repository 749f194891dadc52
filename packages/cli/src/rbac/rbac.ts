import {
  renderClusterRole,
  ResourceChoiceError,
  selectResources,
} from '@plumbline/kubernetes-access';
import { InputProblem } from '../lib/InputProblem';
import type { Io } from '../lib/Io';

export interface RbacOptions {
  add: string[];
  exclude: string[];
  name: string;
  namespace: string;
  token?: boolean;
}

const objectName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** `plumbline rbac`: prints what a cluster has to grant. */
export function rbac(options: RbacOptions, io: Io): number {
  const { name, namespace, token, ...choice } = options;
  for (const given of [name, namespace]) {
    if (!objectName.test(given)) {
      throw new InputProblem(
        `'${given}' cannot name a Kubernetes object: lower case letters, digits and hyphens, at most 63`,
      );
    }
  }
  try {
    io.stdout.write(
      renderClusterRole({
        rules: selectResources(choice),
        name,
        namespace,
        token,
      }),
    );
    return 0;
  } catch (error) {
    if (error instanceof ResourceChoiceError) {
      throw new InputProblem(error.message);
    }
    throw error;
  }
}
