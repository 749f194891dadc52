import { JsonObject } from '@plumbline/gitops-reader';
import { deployments, namespace, podTemplate } from './apiServer';

const core = `/api/v1/namespaces/${namespace}`;

/** Where the kinds are listed that the objects are of. */
export const paths: { [kind: string]: string } = {
  pods: `${core}/pods`,
  replicasets: `/apis/apps/v1/namespaces/${namespace}/replicasets`,
  configmaps: `${core}/configmaps`,
  deployments,
};

/** One of many objects, and where it is made. Of ten, seven are Pods, two ReplicaSets and one a ConfigMap. */
export function objectAt(index: number): { path: string; object: JsonObject } {
  const app = `service-${Math.floor(index / 10)}`;
  const metadata = {
    name: `${app}-${index}`,
    namespace,
    labels: { app, team: `team-${index % 50}` },
  };
  const place = index % 10;
  if (place < 7) {
    return {
      path: paths.pods,
      object: { ...podTemplate(app), apiVersion: 'v1', kind: 'Pod', metadata },
    };
  }
  if (place < 9) {
    return {
      path: paths.replicasets,
      object: {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata,
        spec: {
          selector: { matchLabels: { app } },
          template: podTemplate(app),
        },
      },
    };
  }
  return {
    path: paths.configmaps,
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { 'settings.yaml': 'mode: production\n'.repeat(60) },
    },
  };
}
