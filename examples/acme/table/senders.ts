// How each sender tells an alert of the table: its body as documented, and what it proves itself with.
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { Row } from './rows';

const token = 'a-token-of-the-table';
const secret = 'a-secret-of-the-table';
const topic = 'arn:aws:sns:eu-west-1:123456789012:alerts';
const certificateUrl =
  'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a1b2c.pem';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** What SNS would show at the address of its certificate. */
export const certificate = {
  url: certificateUrl,
  pem: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};

/** The receivers of the table, as `plumbline.alerts`. */
export function receiverConfig(pagerDutyUrl: string): object {
  return {
    alertmanager: { token },
    grafana: { secret },
    pagerduty: { secrets: [secret], apiToken: token, apiUrl: pagerDutyUrl },
    opsgenie: { token },
    webhooks: [
      { type: 'datadog', token },
      {
        type: 'incident-io',
        secret: `whsec_${Buffer.from(secret).toString('base64')}`,
      },
      { type: 'sentry', secret },
      { type: 'sns', topics: [topic] },
      { type: 'robusta', token },
      {
        type: 'json',
        id: 'zabbix',
        token,
        mapping: {
          name: 'event.name',
          severity: 'event.severity',
          status: 'event.status',
          resolved: ['over'],
          fingerprint: ['event.id'],
          labels: {
            namespace: 'host.namespace',
            pod: 'host.pod',
            cluster: 'host.group',
          },
        },
      },
    ],
  };
}

const bearer = { authorization: `Bearer ${token}` };
const hmac = (text: string, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', secret).update(text).digest(encoding);

/** The name is how an alert is found again in the list. */
const titleOf = ({ rule, id }: Row) => `${rule} ${id}`;

const prometheus = (row: Row, startsAt: string) => ({
  status: 'firing',
  labels: {
    alertname: row.rule,
    severity: 'warning',
    ...row.labels,
    row: row.id,
  },
  annotations: row.annotations ?? {},
  startsAt,
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL:
    row.generatorURL ?? 'https://prometheus.acme.example/graph?g0.expr=x',
  fingerprint: hmac(row.id).slice(0, 16),
});

/** The list of labels that Alertmanager writes for PagerDuty and Opsgenie. */
function textList(row: Row): string {
  const labels = { alertname: row.rule, ...row.labels, row: row.id };
  return `Labels:\n${Object.entries(labels)
    .map(([name, value]) => ` - ${name} = ${value}\n`)
    .join(
      '',
    )}Annotations:\n - summary = ${row.rule}\nSource: https://prometheus.acme.example/graph\n`;
}

type Sender = (
  row: Row,
  now: Date,
) => { body: object; sign?: (body: string) => Record<string, string> };

const senders: Record<string, Sender> = {
  alertmanager: (row, now) => ({
    body: {
      version: '4',
      groupKey: `{}:{row="${row.id}"}`,
      truncatedAlerts: 0,
      status: 'firing',
      receiver: 'plumbline',
      groupLabels: {},
      commonLabels: {},
      commonAnnotations: {},
      externalURL: 'https://alertmanager.acme.example',
      alerts: [prometheus(row, now.toISOString())],
    },
  }),
  grafana: (row, now) => ({
    body: {
      version: '1',
      orgId: 1,
      title: row.rule,
      state: 'alerting',
      message: '',
      status: 'firing',
      receiver: 'plumbline',
      externalURL: 'https://grafana.acme.example/',
      alerts: [
        {
          ...prometheus(row, now.toISOString()),
          silenceURL: 'https://grafana.acme.example/alerting/silence/new',
          dashboardURL: '',
          panelURL: '',
          ruleUID: 'abc',
          values: { B: 2.4 },
          valueString: "[ var='B' labels={} value=2.4 ]",
          orgId: 1,
        },
      ],
    },
    sign: body => ({ 'x-grafana-alerting-signature': hmac(body) }),
  }),
  pagerduty: (row, now) => ({
    body: {
      event: {
        id: `E-${row.id}`,
        event_type: 'incident.triggered',
        resource_type: 'incident',
        occurred_at: now.toISOString(),
        agent: null,
        client: { name: 'PagerDuty' },
        data: {
          id: incidentOf(row),
          type: 'incident',
          self: `https://api.pagerduty.com/incidents/${incidentOf(row)}`,
          html_url: `https://acme.pagerduty.com/incidents/${incidentOf(row)}`,
          number: 2,
          status: 'triggered',
          incident_key: row.id,
          created_at: now.toISOString(),
          title: '[FIRING:1]',
          service: {
            id: 'PF9KMXH',
            type: 'service_reference',
            summary: 'Everything',
          },
          assignees: [],
          escalation_policy: {
            id: 'PUS0KTE',
            type: 'escalation_policy_reference',
            summary: 'Default',
          },
          teams: [],
          priority: null,
          urgency: 'high',
          resolve_reason: null,
        },
      },
    },
    sign: body => ({ 'x-pagerduty-signature': `v1=${hmac(body)}` }),
  }),
  opsgenie: (row, now) => ({
    body: {
      action: 'Create',
      alert: {
        alertId: row.id,
        tinyId: '23',
        alias: hmac(row.id),
        message: titleOf(row),
        entity: '',
        source: 'alertmanager',
        tags: [`cluster:${row.labels.cluster}`],
        teams: ['t-1'],
        createdAt: now.getTime(),
        updatedAt: now.getTime() * 1_000_000,
        details: row.labels,
      },
      source: { name: 'prom', type: 'API' },
      integrationId: '37c8',
      integrationName: 'out',
    },
  }),
  datadog: (row, now) => ({
    body: {
      alert_id: row.id,
      cycle: '456',
      transition: 'Triggered',
      type: 'error',
      priority: 'P2',
      title: titleOf(row),
      text: 'It does not answer',
      scope: `kube_namespace:${row.labels.namespace},pod_name:${row.labels.pod}`,
      tags: `kube_cluster_name:${row.labels.cluster},kube_namespace:${row.labels.namespace},pod_name:${row.labels.pod}`,
      query: 'avg(last_5m):sum:kubernetes.containers.restarts{*} > 1',
      link: 'https://app.datadoghq.example/monitors/1',
      host: 'n1',
      date: String(now.getTime()),
      org: 'acme',
    },
  }),
  'incident-io': (row, now) => ({
    body: {
      event_type: 'public_alert.alert_created_v1',
      'public_alert.alert_created_v1': {
        id: row.id,
        title: titleOf(row),
        status: 'firing',
        deduplication_key: row.id,
        description: 'It does not answer',
        source_url: 'https://prometheus.acme.example/graph',
        created_at: now.toISOString(),
        metadata: row.labels,
      },
    },
    sign: body => {
      const at = String(Math.floor(now.getTime() / 1_000));
      return {
        'webhook-id': row.id,
        'webhook-timestamp': at,
        'webhook-signature': `v1,${hmac(`${row.id}.${at}.${body}`, 'base64')}`,
      };
    },
  }),
  sentry: (row, now) => ({
    body: {
      action: 'triggered',
      data: {
        event: {
          title: 'TypeError: x is undefined',
          culprit: 'checkout',
          level: 'error',
          environment: 'production',
          tags: [
            ['server_name', row.labels.pod],
            ['cluster', row.labels.cluster],
          ],
          project: 1,
          web_url: `https://sentry.acme.example/issues/${row.id}`,
          issue_id: row.id,
          timestamp: now.getTime() / 1_000,
        },
        triggered_rule: titleOf(row),
      },
      installation: { uuid: 'u' },
      actor: { type: 'application', id: 'sentry', name: 'Sentry' },
    },
    sign: body => ({
      'sentry-hook-resource': 'event_alert',
      'sentry-hook-signature': hmac(body),
    }),
  }),
  sns: (row, now) => {
    const message: Record<string, string> = {
      Type: 'Notification',
      MessageId: `m-${row.id}`,
      TopicArn: topic,
      Subject: `ALARM: "${titleOf(row)}" in EU (Ireland)`,
      Message: JSON.stringify({
        AlarmName: titleOf(row),
        AWSAccountId: '123456789012',
        NewStateValue: 'ALARM',
        OldStateValue: 'OK',
        NewStateReason: 'Threshold Crossed',
        StateChangeTime: now.toISOString(),
        Region: 'EU (Ireland)',
        AlarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${row.id}`,
        Trigger: {
          MetricName: 'pod_number_of_container_restarts',
          Namespace: 'ContainerInsights',
          Dimensions: [
            { name: 'ClusterName', value: row.labels.cluster },
            { name: 'Namespace', value: row.labels.namespace },
            { name: 'PodName', value: row.labels.pod },
          ],
        },
      }),
      Timestamp: now.toISOString(),
    };
    const signed = [
      'Message',
      'MessageId',
      'Subject',
      'Timestamp',
      'TopicArn',
      'Type',
    ]
      .map(key => `${key}\n${message[key]}\n`)
      .join('');
    return {
      body: {
        ...message,
        SignatureVersion: '2',
        Signature: createSign('RSA-SHA256')
          .update(signed)
          .sign(keys.privateKey, 'base64'),
        SigningCertURL: certificateUrl,
      },
    };
  },
  robusta: (row, now) => ({
    body: {
      title: titleOf(row),
      description: '',
      cluster_name: row.labels.cluster,
      account_id: 'a',
      severity: 'HIGH',
      source: 'KUBERNETES_API_SERVER',
      aggregation_key: titleOf(row),
      failure: true,
      fingerprint: row.id,
      starts_at: now.toISOString(),
      subject: {
        name: row.labels.pod,
        kind: 'pod',
        namespace: row.labels.namespace,
        node: 'n1',
        container: null,
        labels: {},
        annotations: {},
      },
    },
  }),
  zabbix: row => ({
    body: {
      event: {
        id: row.id,
        name: titleOf(row),
        severity: 'high',
        status: 'problem',
      },
      host: {
        namespace: row.labels.namespace,
        pod: row.labels.pod,
        group: row.labels.cluster,
      },
    },
  }),
};

/** What a sender sends of a row. */
export function messageOf(row: Row, now = new Date()) {
  const { body, sign } = senders[row.receiver](row, now);
  const text = JSON.stringify(body);
  return {
    path: `/api/plumbline/v1/alerts/receive/${row.receiver}${row.query ?? ''}`,
    headers: {
      'content-type': 'application/json',
      ...(sign?.(text) ?? bearer),
    },
    body: text,
  };
}

export function incidentOf({ id }: Row): string {
  return id.toUpperCase().replace('-', '');
}

/** What PagerDuty tells of the alerts of an incident: how deep the labels lie differs between its integrations. */
export function alertsOfIncident(row: Row): object {
  const labels = { alertname: row.rule, ...row.labels, row: row.id };
  const details = {
    json: {
      firing: JSON.stringify([prometheus(row, '2026-11-23T02:00:00Z')]),
      num_firing: '1',
      num_resolved: '0',
      resolved: '[]',
    },
    // Labels that are not known are not looked for there: the name is how the alert is found again.
    nested: {
      cef_details: {
        details: { custom_details: { ...labels, alertname: titleOf(row) } },
      },
    },
    text: {
      firing: textList(row),
      num_firing: '1',
      num_resolved: '0',
      resolved: '',
    },
  };
  return {
    alerts: [
      {
        id: `PA${row.id}`,
        type: 'alert',
        status: 'triggered',
        alert_key: row.id,
        severity: 'critical',
        service: { id: 'PF9KMXH', type: 'service_reference' },
        body: {
          type: 'alert_body',
          contexts: [],
          details: details[row.form ?? 'text'],
        },
      },
    ],
    limit: 25,
    offset: 0,
    more: false,
  };
}
