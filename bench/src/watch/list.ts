import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { JsonObject } from '@plumbline/gitops-reader';
import { printFigure, progress } from '../figure';
import { ApiServer, deployments, namespace, podTemplate } from './apiServer';
import { follow } from './followed';
import { PartOptions } from './part';

const core = `/api/v1/namespaces/${namespace}`;

/** Where the kinds are that the objects are of. Of ten, seven are Pods, two ReplicaSets and one a ConfigMap. */
const paths: { [kind: string]: string } = {
  pods: `${core}/pods`,
  replicasets: `/apis/apps/v1/namespaces/${namespace}/replicasets`,
  configmaps: `${core}/configmaps`,
  deployments,
};

/** Adds so many objects to a server. */
export async function makeObjects(
  server: ApiServer,
  count: number,
): Promise<void> {
  const started = performance.now();
  await server.sendAll(
    (function* requests(): Iterable<Parameters<ApiServer['send']>> {
      for (let index = 0; index < count; index++) {
        if (index > 0 && index % 5_000 === 0) {
          progress(`list: ${index} objects made`);
        }
        yield request(index);
      }
    })(),
  );
  progress(
    `list: ${count} objects made in ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
}

function request(index: number): Parameters<ApiServer['send']> {
  const app = `service-${Math.floor(index / 10)}`;
  const name = `${app}-${index}`;
  const metadata = { name, labels: { app, team: `team-${index % 50}` } };
  const place = index % 10;
  if (place < 7) {
    return [
      'POST',
      paths.pods,
      { ...podTemplate(app), apiVersion: 'v1', kind: 'Pod', metadata },
    ];
  }
  if (place < 9) {
    const object: JsonObject = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata,
      spec: {
        selector: { matchLabels: { app } },
        template: podTemplate(app),
      },
    };
    return ['POST', paths.replicasets, object];
  }
  return [
    'POST',
    paths.configmaps,
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { 'settings.yaml': 'mode: production\n'.repeat(60) },
    },
  ];
}

/** Milliseconds of `kubectl get`; `undefined` where there is no kubectl. */
async function kubectlGet(server: ApiServer): Promise<number | undefined> {
  const started = performance.now();
  const child = spawn(
    'kubectl',
    [
      `--kubeconfig=${server.cluster.kubeconfig}`,
      'get',
      Object.keys(paths).join(','),
      '--all-namespaces',
      '--output=json',
    ],
    { stdio: 'ignore' },
  );
  try {
    const [code] = await once(child, 'exit');
    return code === 0 ? performance.now() - started : undefined;
  } catch {
    return undefined;
  }
}

/** The first list of a large cluster: until the picture is complete. */
export async function list({ open, server }: PartOptions): Promise<void> {
  let count = 0;
  const started = performance.now();
  for (const path of Object.values(paths)) {
    count += await server.list(path);
  }
  const pagedMs = performance.now() - started;
  const kubectlMs = await kubectlGet(server);
  const database = await open();
  const rss = () => process.memoryUsage.rss() / 2 ** 20;
  const before = rss();
  let peak = before;
  const sampling = setInterval(() => {
    peak = Math.max(peak, rss());
  }, 50);
  const since = performance.now();
  const followed = await follow(database, { bench: server.access });
  try {
    await followed.complete(['bench']);
    const took = performance.now() - since;
    const [{ rows }] = await database
      .reader('objects')
      .whereNull('gone_since')
      .count({ rows: '*' });
    const common = { scale: `${count} objects`, database: database.name };
    printFigure({
      ...common,
      name: 'first list',
      value: took / 1000,
      unit: 's',
      baseline:
        kubectlMs === undefined
          ? {
              what: 'pages of the same kinds, thrown away (no kubectl here)',
              value: pagedMs / 1000,
            }
          : {
              what: 'kubectl get of the same kinds, -o json',
              value: kubectlMs / 1000,
            },
      promise: 'none; printed beside kubectl get',
    });
    printFigure({
      ...common,
      name: 'memory of the process at most, in the first list',
      value: peak,
      unit: 'MiB',
      baseline: { what: 'before it', value: before },
      promise: 'steady: no more for a larger cluster',
    });
    printFigure({
      ...common,
      name: 'rows after the first list',
      value: Number(rows),
      unit: 'rows',
      baseline: { what: 'objects of those kinds', value: count },
      promise: 'one for each object, and for those of other kinds',
    });
  } finally {
    clearInterval(sampling);
    await followed.stop();
    await database.stop();
  }
}
