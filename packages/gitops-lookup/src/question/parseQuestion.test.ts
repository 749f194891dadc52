import * as fixtures from './fixtures';
import { parseQuestion } from './parseQuestion';
import { Question } from './types';

/** Targets in short: `Deployment shop/cart`, `*` for any kind, `-` for no namespace, `?` for one not told. */
function targetsOf({ targets }: Question): string[] {
  return targets.map(({ kind, namespace, name }) => {
    const scope = namespace === null ? '-' : (namespace ?? '?');
    return `${kind ?? '*'} ${scope}/${name}`;
  });
}

function firstOf(text: string): string | undefined {
  return targetsOf(parseQuestion(text))[0];
}

function pathsOf({ paths }: Question): string[] {
  return paths.map(
    ({ repository, path, line }) =>
      `${repository ? `${repository}:` : ''}${path}${line ? `:${line}` : ''}`,
  );
}

describe('label sets', () => {
  it.each([
    [
      '{namespace="shop", pod="cart-6f5c9799d8-mf6hp"}',
      'Pod shop/cart-6f5c9799d8-mf6hp',
    ],
    ["{namespace='shop',pod='cart-0'}", 'Pod shop/cart-0'],
    ['{namespace=shop, pod=cart-0}', 'Pod shop/cart-0'],
    ['namespace="shop", pod="cart-0"', 'Pod shop/cart-0'],
    ['namespace=shop pod=cart-0', 'Pod shop/cart-0'],
    ['  pod=cart-0   namespace=shop  ', 'Pod shop/cart-0'],
    ['kube_pod_info{namespace="shop",pod="cart-0"} == 1', 'Pod shop/cart-0'],
    ['{namespace="shop", deployment=~"cart"}', 'Deployment shop/cart'],
    ['{namespace="shop", pod!="x", deployment="cart"}', 'Deployment shop/cart'],
    ['{namespace="shop", pod=~"cart-.*"}', 'Namespace -/shop'],
    ['{"namespace"="shop", "deployment"="cart"}', 'Deployment shop/cart'],
    [
      '{"kube_deployment_status_replicas", namespace="shop", deployment="cart"}',
      'Deployment shop/cart',
    ],
    ['?namespace=shop&pod=cart-0', 'Pod shop/cart-0'],
    ['namespace=shop&deployment=cart', 'Deployment shop/cart'],
    [
      'https://portal.example/on-call?namespace=shop&pod=cart-0',
      'Pod shop/cart-0',
    ],
    [
      'https://portal.example/on-call?q=Deployment%2Fshop%2Fcart',
      'Deployment shop/cart',
    ],
    [
      'https://am.example/#/alerts?filter=%7Bnamespace%3D%22shop%22%2Cpod%3D%22cart-0%22%7D',
      'Pod shop/cart-0',
    ],
    ['{"namespace":"shop","pod":"cart-0"}', 'Pod shop/cart-0'],
    ['{k8s_namespace_name="shop", k8s_pod_name="cart-0"}', 'Pod shop/cart-0'],
    // Kubernetes' own labels say what the application is called.
    ['{namespace="shop", app_kubernetes_io_name="cart"}', '* shop/cart'],
    ['{namespace="shop"}', 'Namespace -/shop'],
    [
      '{persistentvolume="pvc-1", phase="Failed", namespace="monitoring", job="kube-state-metrics"}',
      'PersistentVolume -/pvc-1',
    ],
  ])('%s', (text, expected) => {
    expect(firstOf(text)).toBe(expected);
  });
});

describe('traps of label matching', () => {
  it('job is a scrape job; a Kubernetes Job is in job_name', () => {
    const question = parseQuestion(JSON.stringify(fixtures.jobAlert));
    expect(targetsOf(question)).toEqual([
      'Job shop/backup-29923680',
      'Namespace -/shop',
    ]);
  });

  it('labels of kube-state-metrics itself are left aside', () => {
    const question = parseQuestion(JSON.stringify(fixtures.exporterAlert));
    expect(targetsOf(question)).toEqual([
      'Deployment shop/web',
      'Namespace -/shop',
    ]);
    expect(question.notes[0]).toMatch(/kps-kube-state-metrics-747b7b996-g92xn/);
    expect(question.links).toEqual([
      { title: 'Runbook', url: 'https://runbooks.example/replicas' },
    ]);
  });

  it.each([
    [
      'the order of trust',
      '{job="kube-state-metrics",namespace="shop",replicaset="cart-6f5c9799d8",deployment="cart",pod="ksm-1"}',
      [
        'Deployment shop/cart',
        'ReplicaSet shop/cart-6f5c9799d8',
        'Namespace -/shop',
      ],
    ],
    [
      'a metric of pods keeps its pod',
      '{job="kube-state-metrics",namespace="shop",pod="cart-0",container="cart"}',
      ['Pod shop/cart-0', '* shop/cart', 'Namespace -/shop'],
    ],
    [
      'a name that says whose pod it is',
      '{job="x",namespace="shop",pod="kps-kube-state-metrics-747b7b996-g92xn",horizontalpodautoscaler="cart"}',
      ['HorizontalPodAutoscaler shop/cart', 'Namespace -/shop'],
    ],
    [
      'the proxy in front of the exporter',
      '{job="other",namespace="shop",container="kube-rbac-proxy-main",statefulset="db",pod="ksm-7c-xxxxx"}',
      ['StatefulSet shop/db', 'Namespace -/shop'],
    ],
    [
      'a node with an exporter’s pod and namespace',
      '{alertname="KubeNodeNotReady",job="kube-state-metrics",namespace="monitoring",node="n1",pod="ksm-6b9dd85456-s6dsg",condition="Ready"}',
      ['Node -/n1'],
    ],
    [
      'exported labels',
      '{job="x",namespace="monitoring",exported_namespace="shop",pod="exporter-0",service="exporter",exported_service="cart"}',
      ['Service shop/cart', 'Namespace -/shop'],
    ],
    [
      'node-exporter: instance is the node',
      '{alertname="NodeFilesystemAlmostOutOfSpace",job="node-exporter",instance="worker-1:9100",device="sda"}',
      ['Node -/worker-1'],
    ],
    [
      'the kubelet: instance is an address',
      '{job="kubelet",instance="10.0.0.7:10250",alertname="KubeletDown"}',
      ['Node -/10.0.0.7'],
    ],
    [
      'kube-state-metrics: instance is the exporter',
      '{job="kube-state-metrics",instance="10.0.0.7:8080",alertname="KubeCPUOvercommit"}',
      [],
    ],
    [
      'a probed address is no node',
      '{job="blackbox",instance="https://shop.example/health"}',
      [],
    ],
    [
      'a claim before the node that mounts it',
      '{namespace="shop",persistentvolumeclaim="data-db-0",node="n1",instance="10.0.0.7:10250",job="kubelet"}',
      [
        'PersistentVolumeClaim shop/data-db-0',
        'Node -/n1',
        '* shop/kubelet',
        'Namespace -/shop',
      ],
    ],
    [
      'TargetDown: the Service that was scraped',
      '{alertname="TargetDown",namespace="shop",job="cart",service="cart"}',
      ['Service shop/cart', '* shop/cart', 'Namespace -/shop'],
    ],
    [
      'a quota',
      '{alertname="KubeQuotaFullyUsed",namespace="shop",resourcequota="limits",resource="cpu",job="kube-state-metrics"}',
      ['ResourceQuota shop/limits', 'Namespace -/shop'],
    ],
    [
      'Argo CD’s own metric',
      '{name="cart",namespace="argocd",project="shop",dest_server="https://x",sync_status="OutOfSync",job="argocd-metrics"}',
      [
        'Application argocd/cart',
        '* argocd/argocd-metrics',
        'Namespace -/argocd',
      ],
    ],
    [
      'Flux’s own metric',
      '{customresource_kind="HelmRelease",name="cart",exported_namespace="shop",namespace="monitoring",ready="False"}',
      ['HelmRelease shop/cart', 'Namespace -/shop'],
    ],
    [
      'owner labels of a recording rule',
      '{namespace="shop",workload="cart",workload_type="deployment"}',
      ['Deployment shop/cart', 'Namespace -/shop'],
    ],
    [
      'no object at all',
      '{alertname="KubeAPIErrorBudgetBurn",cluster="prod-eu",severity="critical"}',
      [],
    ],
    [
      '__proto__ is a word like any other',
      '{__proto__="x",namespace="shop"}',
      ['Namespace -/shop'],
    ],
  ])('%s', (_, text, expected) => {
    expect(targetsOf(parseQuestion(text))).toEqual(expected);
  });

  it('the expression behind the alert tells whether a pod can be meant', () => {
    const alert = (expr: string) =>
      JSON.stringify({
        labels: { job: 'kube-state-metrics', namespace: 'shop', pod: 'ksm-0' },
        annotations: {},
        generatorURL: `https://prom.example/graph?g0.expr=${encodeURIComponent(expr)}`,
      });
    expect(firstOf(alert('kube_pod_status_phase > 0'))).toBe('Pod shop/ksm-0');
    expect(firstOf(alert('kube_namespace_labels > 0'))).toBe(
      'Namespace -/shop',
    );
  });

  it.each([
    [
      '{cluster="prod-eu",prometheus="monitoring/k8s"}',
      ['prod-eu', 'monitoring/k8s?'],
    ],
    [
      '{cluster_name="a",k8s_cluster_name="b",kubernetes_cluster="c"}',
      ['a', 'b', 'c'],
    ],
    ['{prometheus="monitoring/k8s"}', ['monitoring/k8s?']],
    [
      JSON.stringify({
        labels: { alertname: 'x' },
        generatorURL: 'https://prom.prod-eu.example/graph',
      }),
      ['prom.prod-eu.example?', 'prom?', 'prod-eu?', 'example?'],
    ],
  ])('clusters: %s', (text, expected) => {
    expect(
      parseQuestion(text).clusters.map(
        ({ value, weak }) => `${value}${weak ? '?' : ''}`,
      ),
    ).toEqual(expected);
  });

  it('text of an annotation is the last resort', () => {
    const question = parseQuestion(
      JSON.stringify({
        labels: { alertname: 'Slow' },
        annotations: {
          description:
            'Pod shop/cart-0 (cart) is slow, see https://x.example/a/b.',
        },
      }),
    );
    expect(question.targets).toEqual([
      {
        kind: 'Pod',
        namespace: 'shop',
        name: 'cart-0',
        confidence: 'guess',
        reason: 'the text of annotation description',
      },
    ]);
  });

  it.each(['Watchdog', 'InfoInhibitor'])('%s is plumbing', alertname => {
    expect(parseQuestion(`{alertname="${alertname}"}`).plumbing).toBe(true);
  });

  it.each([
    ['{team="payments",namespace="shop"}', ['payments labels.team']],
    [
      '{owner="jane@acme.example",squad="x"}',
      ['jane@acme.example labels.owner', 'x labels.squad'],
    ],
  ])('teams: %s', (text, expected) => {
    expect(
      parseQuestion(text).teams.map(({ raw, field }) => `${raw} ${field}`),
    ).toEqual(expected);
  });
});

describe('payloads', () => {
  const pod = 'Pod shop/cart-6f5c9799d8-mf6hp';
  it.each([
    [
      'A1 Alertmanager, single alert',
      fixtures.exporterAlert,
      ['Deployment shop/web'],
    ],
    [
      'A2 array of alerts',
      [fixtures.jobAlert, fixtures.exportedAlert],
      ['Job shop/backup-29923680', pod],
    ],
    [
      'webhook, firing before resolved',
      fixtures.webhook,
      [pod, 'Deployment shop/web'],
    ],
    ['Alertmanager API v2', fixtures.apiAlerts, ['Deployment shop/cart']],
    ['A3 PagerDuty alerts, text list', fixtures.pagerDutyAlerts, [pod]],
    ['PagerDuty alerts, JSON', fixtures.pagerDutyJsonAlerts, [pod]],
    ['A3 PagerDuty webhook', fixtures.pagerDutyWebhook, [undefined]],
    ['A4 Grafana', fixtures.grafana, ['Service shop/cart']],
    [
      'A4 Grafana, single alert',
      fixtures.grafana.alerts[0],
      ['Service shop/cart'],
    ],
    ['A5 SNS with CloudWatch', fixtures.sns, ['Pod shop/cart']],
    ['A6 Opsgenie', fixtures.opsgenie, [pod]],
    ['A6 Robusta', fixtures.robusta, [pod]],
    ['A6 both in one array', [fixtures.opsgenie, fixtures.robusta], [pod]],
    ['Datadog', fixtures.datadog, ['Deployment shop/cart']],
    [
      'a Kubernetes object',
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'cart', namespace: 'shop' },
      },
      ['Deployment shop/cart'],
    ],
    [
      'a Flux event',
      {
        involvedObject: {
          kind: 'Kustomization',
          namespace: 'flux-system',
          name: 'apps',
        },
        reason: 'BuildFailed',
      },
      ['Kustomization flux-system/apps'],
    ],
    ['an empty payload', {}, [undefined]],
    ['no alerts', [], [undefined]],
    [
      'a webhook without alerts',
      { ...fixtures.webhook, alerts: [] },
      ['Namespace -/shop'],
    ],
    [
      'null where objects are expected',
      { alerts: [null, 5, 'x'], labels: null },
      [undefined],
    ],
  ])('%s', (_, payload, expected) => {
    const question = parseQuestion(JSON.stringify(payload));
    expect(
      [question, ...question.others].map(one => targetsOf(one)[0]),
    ).toEqual(expected);
    expect(firstOf(JSON.stringify(payload, null, 2))).toEqual(expected[0]);
  });

  it('keeps what the payload says besides the object', () => {
    const opsgenie = parseQuestion(JSON.stringify(fixtures.opsgenie));
    expect(opsgenie.teams).toEqual([{ raw: 'payments', field: 'labels.team' }]);
    expect(opsgenie.clusters[0].value).toBe('prod-eu');
    const grafana = parseQuestion(JSON.stringify(fixtures.grafana));
    expect(grafana.teams).toEqual([
      {
        raw: 'team-payments',
        field: 'labels.grafana_folder',
        onlyIfKnown: true,
      },
    ]);
    expect(grafana.links).toEqual([
      { title: 'Dashboard', url: 'https://grafana.example/d/abc' },
    ]);
    const sns = parseQuestion(JSON.stringify(fixtures.sns));
    expect(sns.clusters[0].value).toBe('prod-eu');
    const datadog = parseQuestion(JSON.stringify(fixtures.datadog));
    expect(datadog.environment).toBe('production');
    const pagerDuty = parseQuestion(JSON.stringify(fixtures.pagerDutyWebhook));
    expect(pagerDuty.teams).toEqual([
      { raw: 'Payments', field: 'teams', onlyIfKnown: true },
    ]);
  });

  it('asks for the other alerts of a payload in words that work', () => {
    const { others } = parseQuestion(JSON.stringify(fixtures.webhook));
    expect(targetsOf(parseQuestion(others[0].text))[0]).toBe(
      'Deployment shop/web',
    );
  });

  it.each([
    ['ftp://runbooks.example'],
    ['data:text/html,x'],
    ['//runbooks.example'],
    ['https://'],
  ])('no link: %s', url => {
    const alert = {
      labels: { alertname: 'x' },
      annotations: { runbook_url: url },
    };
    expect(parseQuestion(JSON.stringify(alert)).links).toEqual([]);
  });
});

describe('objects', () => {
  it.each([
    ['Deployment/shop/cart', 'Deployment shop/cart'],
    ['deployment/shop/cart', 'Deployment shop/cart'],
    ['deployments.apps/cart -n shop', 'Deployment shop/cart'],
    ['Deployment/cart', 'Deployment ?/cart'],
    [
      'Deployment/shop/cart env=production cluster=prod-eu',
      'Deployment shop/cart',
    ],
    ['deploy/cart -n shop', 'Deployment shop/cart'],
    ['deploy/cart --namespace=shop', 'Deployment shop/cart'],
    ['-n shop deploy cart', 'Deployment shop/cart'],
    ['deploy/cart namespace=shop', 'Deployment shop/cart'],
    ['kubectl -n shop get deploy cart -o yaml', 'Deployment shop/cart'],
    ['kubectl rollout restart deployment/cart -n shop', 'Deployment shop/cart'],
    [
      'kubectl logs -f cart-6f5c9799d8-mf6hp -c cart -n shop',
      'Pod shop/cart-6f5c9799d8-mf6hp',
    ],
    ['kubectl describe pod cart-0 --namespace shop', 'Pod shop/cart-0'],
    ['Node/worker-1', 'Node -/worker-1'],
    ['namespace shop', 'Namespace -/shop'],
    ['-n shop', 'Namespace -/shop'],
    ['cart -n shop', '* shop/cart'],
    ['shop/cart', '* shop/cart'],
    ['who owns deployment cart in namespace shop?', 'Deployment shop/cart'],
    ['Who owns Deployment/shop/cart?', 'Deployment shop/cart'],
    ['Certificate/shop/tls', 'Certificate shop/tls'],
    ['MyThing/shop/x', 'MyThing shop/x'],
    [
      'kind: Deployment\nmetadata:\n  name: cart\n  namespace: shop\n',
      'Deployment shop/cart',
    ],
    [
      '[FIRING:1] KubePodCrashLooping\nnamespace: shop\npod: cart-0',
      'Pod shop/cart-0',
    ],
  ])('%s', (text, expected) => {
    expect(firstOf(text)).toBe(expected);
  });

  it.each([
    [
      'Deployment/shop/cart env=production cluster=prod-eu',
      'prod-eu',
      'production',
    ],
    ['Deployment/shop/cart env=prd', undefined, 'production'],
    ['deploy/cart --context prod-eu', 'prod-eu', undefined],
    ['deployment cart in staging', undefined, 'staging'],
    ['deployment cart in cluster prod-eu', 'prod-eu', undefined],
  ])('%s: where', (text, cluster, environment) => {
    const question = parseQuestion(text);
    expect(question.clusters[0]?.value).toBe(cluster);
    expect(question.environment).toBe(environment);
  });
});

describe('paths', () => {
  it.each([
    ['apps/cart/deployment.yaml', ['apps/cart/deployment.yaml']],
    ['./apps/cart/deployment.yaml:12', ['apps/cart/deployment.yaml:12']],
    ['/apps/cart/deployment.yaml#L12-L20', ['apps/cart/deployment.yaml:12']],
    ['kustomization.yaml', ['kustomization.yaml']],
    ['apps/cart/', ['apps/cart']],
    ['apps/cart', ['apps/cart']],
    ['services/cart', ['services/cart']],
    ['acme/app-config:apps/cart', ['acme/app-config:apps/cart']],
    ['acme+app-config:apps/cart', ['acme+app-config:apps/cart']],
    ['app-config:apps/cart/x.yaml:7', ['app-config:apps/cart/x.yaml:7']],
    ['app-config:Makefile', ['app-config:Makefile']],
    ['who owns app-config:go.mod?', ['app-config:go.mod']],
    ['app-config:.gitattributes', ['app-config:.gitattributes']],
    ['Makefile', ['Makefile']],
    ['worker-1:9090', []],
    ['pod:cart', []],
    [
      'charts/app-config/image-tags/production/router',
      ['charts/app-config/image-tags/production/router'],
    ],
    ['who owns apps/cart/deployment.yaml?', ['apps/cart/deployment.yaml']],
    ['Deployment/shop/cart', []],
    ['../../etc/passwd', ['../../etc/passwd']],
    [
      'https://github.com/acme/app-config/blob/main/apps/cart/deploy.yaml#L12',
      ['acme/app-config:apps/cart/deploy.yaml:12'],
    ],
    [
      'https://github.com/acme/app-config/blob/0123abc/apps/my%20cart.yaml?plain=1#L3-L9',
      ['acme/app-config:apps/my cart.yaml:3'],
    ],
    [
      'https://github.com/acme/app-config/tree/main/apps',
      ['acme/app-config:apps'],
    ],
    [
      'https://gitlab.example/acme/sub/app-config/-/blob/main/a.yaml#L2',
      ['acme/sub/app-config:a.yaml:2'],
    ],
    [
      'https://gitea.example/acme/app-config/src/branch/main/a.yaml',
      ['acme/app-config:a.yaml'],
    ],
  ])('%s', (text, expected) => {
    expect(pathsOf(parseQuestion(text))).toEqual(expected);
  });
});

describe('words', () => {
  it.each([
    ['cart', ['cart']],
    ['who owns cart?', ['cart']],
    ['who owns the cart service in production', ['cart']],
    ['@acme/payments', ['@acme/payments']],
    ['group:default/payments', ['group:default/payments']],
    ['payments checkout', ['payments', 'checkout']],
    ['live-orders', ['live-orders']],
  ])('%s', (text, expected) => {
    expect(parseQuestion(text).words).toEqual(expected);
  });

  it('are few', () => {
    const question = parseQuestion(
      Array.from({ length: 40 }, (_, n) => `word${n}`).join(' '),
    );
    expect(question.words).toHaveLength(8);
    expect(question.notes[0]).toMatch(/first 8 of 40 words/);
  });
});

describe('anything', () => {
  it.each([
    ['', 'empty'],
    ['   \n\t ', 'empty'],
    ['\u0000\u0007', 'empty'],
  ])('%j is empty', (text, form) => {
    expect(parseQuestion(text).form).toBe(form);
  });

  it('refuses more than 64 KiB, counted in bytes', () => {
    const question = parseQuestion('ä'.repeat(33 * 1024));
    expect(question.form).toBe('refused');
    expect(question.problem).toMatch(/66 KiB; at most 64 KiB/);
    expect(question.text.length).toBeLessThan(300);
    expect(parseQuestion('x'.repeat(64 * 1024)).form).not.toBe('refused');
  });

  it('says that broken JSON is broken', () => {
    const question = parseQuestion('{"labels": {"namespace": "shop", }');
    expect(question.notes.at(-1)).toMatch(
      /looks like JSON, but it cannot be parsed/,
    );
  });

  it.each([
    ['5,000 lines', 'x y\n'.repeat(5_000)],
    [
      '5,000 pairs',
      Array.from({ length: 5_000 }, (_, n) => `k${n}=v`).join('\n'),
    ],
    ['deep JSON', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['deep objects', `${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`],
    [
      'a wide payload',
      JSON.stringify({
        alerts: Array.from({ length: 900 }, (_, n) => ({
          labels: { namespace: 'shop', pod: `p-${n}` },
        })),
      }),
    ],
    ['slashes', '/'.repeat(60_000)],
    ['equals', '='.repeat(60_000)],
    ['quotes', '{a="'.repeat(15_000)],
    ['backslashes', `{a="${'\\'.repeat(60_000)}`],
    ['hyphens', `pod=${'4-'.repeat(30_000)}`],
    ['words', 'a/b '.repeat(15_000)],
    ['spaces', `a${' '.repeat(60_000)}b`],
    ['parameters', `?a${'=%%'.repeat(20_000)} b`],
    [
      'tabs',
      `x\n${'\t'.repeat(300)}a:\t${'\t'.repeat(25_000)}"a${'\t'.repeat(25_000)}\u2028:`,
    ],
    ['marks', `${'!'.repeat(60_000)}x`],
    ['letters', 'a'.repeat(60_000)],
    ['blank lines', JSON.stringify({ text: `L${'\n\t'.repeat(20_000)}` })],
    ['a tag', JSON.stringify({ tags: `a:-${'\t'.repeat(40_000)}\u2028` })],
  ])('stays quick: %s', (_, text) => {
    const started = process.cpuUsage().user;
    const question = parseQuestion(text);
    expect(process.cpuUsage().user - started).toBeLessThan(1_000_000);
    expect(question.others.length).toBeLessThanOrEqual(50);
  });
});
