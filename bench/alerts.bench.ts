import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import plumbline from '@plumbline/plugin-plumbline-backend';
import alertmanager from '@plumbline/plugin-plumbline-backend-module-alertmanager';
import { BenchDatabase, openDatabase } from './src/databases';
import { Estate } from './src/estate';
import { percentile, printFigure, progress } from './src/figure';
import { fill } from './src/fill';

const token = 'a-token-of-the-bench';
const quietMs = 10_000;

interface Storm {
  scale: number;
  rate: number;
  seconds: number;
  perRequest: number;
  connections: number;
}

/** What a thread of the sender tells in the end. */
interface Outcome {
  accepted: string[];
  refused: number;
  failed: number;
  lookups: number[];
  sentMs: number;
  storedMs: number;
}

function alertsOf(estate: Estate, { rate, seconds }: Storm): object[] {
  const startsAt = new Date().toISOString();
  return Array.from({ length: rate * seconds }, (_, index) => {
    const workload = estate.workload(index % estate.workloads);
    const pod =
      workload.pods[
        Math.floor(index / estate.workloads) % workload.pods.length
      ];
    const { cluster, namespace } = workload;
    return {
      status: 'firing',
      labels: {
        alertname: 'KubePodCrashLooping',
        cluster,
        container: 'main',
        endpoint: 'http',
        instance: '10.244.1.78:8080',
        job: 'kube-state-metrics',
        namespace,
        pod,
        prometheus: 'monitoring/k8s',
        reason: 'CrashLoopBackOff',
        service: 'kube-state-metrics',
        severity: 'warning',
        uid: `9c1f6a0e-0000-4000-8000-${String(index).padStart(12, '0')}`,
      },
      annotations: {
        summary: 'Pod is crash looping.',
        description: `Pod ${namespace}/${pod} (main) is in waiting state (reason: "CrashLoopBackOff") on cluster ${cluster}.`,
        runbook_url:
          'https://runbooks.prometheus-operator.dev/runbooks/kubernetes/kubepodcrashlooping',
      },
      startsAt,
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL:
        'https://prometheus.example/graph?g0.expr=max_over_time%28kube_pod_container_status_waiting_reason%7Breason%3D%22CrashLoopBackOff%22%7D%5B5m%5D%29+%3E%3D+1&g0.tab=1',
      fingerprint: index.toString(16).padStart(16, '0'),
    };
  });
}

async function measure(database: BenchDatabase, storm: Storm): Promise<void> {
  const { scale, rate, seconds, perRequest, connections } = storm;
  const estate = new Estate(scale);
  await fill(database, estate);
  progress(`${database.name}: ${scale} live objects`);
  const backend = await startTestBackend({
    features: [
      plumbline,
      alertmanager,
      mockServices.database.factory({ knex: database.client }),
      mockServices.rootConfig.factory({
        data: { plumbline: { alerts: { alertmanager: { token } } } },
      }),
    ],
  });
  const questions = Array.from({ length: 500 }, (_, index) => {
    const workload = estate.workload((index * 7) % estate.workloads);
    return `{namespace="${workload.namespace}", pod="${workload.pods[0]}"}`;
  });
  const run = (alerts: object[], patience: number) =>
    new Promise<Outcome>((resolve, reject) => {
      const worker = new Worker(path.join(__dirname, 'src/storm.mjs'), {
        execArgv: [],
        workerData: {
          baseUrl: `http://localhost:${backend.server.port()}`,
          token,
          reader: mockCredentials.user.header(),
          alerts,
          perRequest,
          rate,
          connections,
          questions,
          patience,
        },
      });
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  const quiet = await run([], quietMs);
  const stormy = await run(alertsOf(estate, storm), (seconds + 120) * 1_000);
  const [{ stored }]: { stored: number | string }[] = await database
    .client('alerts')
    .count({ stored: '*' });
  await backend.stop();
  const figure = {
    scale: `${rate} alerts a second for ${seconds} s, ${perRequest} in a request, ${connections} connections, ${scale} live objects`,
    database: database.name,
  };
  const sent = rate * seconds;
  printFigure({
    ...figure,
    name: 'alerts stored',
    value: stormy.accepted.length / (stormy.storedMs / 1_000),
    unit: '1/s',
    baseline: { what: 'alerts sent', value: sent / (stormy.sentMs / 1_000) },
    promise: 'all, or 503 with Retry-After until there is room',
  });
  printFigure({
    ...figure,
    name: 'accepted alerts that are there',
    value: Number(stored),
    unit: 'alerts',
    baseline: { what: 'alerts accepted', value: stormy.accepted.length },
    promise: 'all',
  });
  printFigure({
    ...figure,
    name: 'deliveries refused for now',
    value: stormy.refused,
    unit: 'deliveries',
    baseline: {
      what: `deliveries; ${stormy.failed} failed otherwise, ${sent - stormy.accepted.length} alerts given up`,
      value: Math.ceil(sent / perRequest),
    },
    promise: 'none at 1,000 a second',
  });
  for (const p of [0.5, 0.99]) {
    printFigure({
      ...figure,
      name: `lookup in a storm p${p * 100}`,
      value: percentile(stormy.lookups, p),
      unit: 'ms',
      baseline: {
        what: `p${p * 100} of quiet lookups`,
        value: percentile(quiet.lookups, p),
      },
      promise: 'unaffected',
    });
  }
}

/** A storm of alerts: `--rate`, `--seconds`, `--per` request, `--connections`, `--scale`, `--database sqlite|postgres`. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rate: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '60' },
      per: { type: 'string', default: '10' },
      connections: { type: 'string', default: '50' },
      scale: { type: 'string', default: '100000' },
      database: { type: 'string', multiple: true },
    },
  });
  for (const name of ['sqlite', 'postgres'] as const) {
    if (values.database && !values.database.includes(name)) {
      continue;
    }
    const database = await openDatabase(name);
    try {
      await measure(database, {
        scale: Number(values.scale),
        rate: Number(values.rate),
        seconds: Number(values.seconds),
        perRequest: Number(values.per),
        connections: Number(values.connections),
      });
    } finally {
      await database.stop();
    }
  }
}
