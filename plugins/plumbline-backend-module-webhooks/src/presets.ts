import { Mapping } from './mapping';

/** Mappings of senders whose JSON is known. Labels (tags, scopes, dimensions, subjects) are found without being told. */
export const presets: Record<string, Mapping> = {
  // The body is the template of docs/alerts.md: Datadog sends what a person writes there.
  datadog: {
    name: ['title'],
    // A monitor need not have a priority.
    severity: ['priority', 'type'],
    status: ['transition'],
    fingerprint: ['alert_id', 'scope'],
    url: ['link'],
    annotations: { title: 'title', description: 'text', query: 'query' },
  },
  'incident-io': {
    name: ['title', 'alert.title'],
    status: ['status', 'alert.status'],
    fingerprint: ['deduplication_key', 'id', 'alert.id'],
    startsAt: ['created_at', 'alert.created_at'],
    url: ['source_url', 'alert.source_url'],
    annotations: { title: 'title', description: 'description' },
  },
  sentry: {
    name: [
      'data.triggered_rule',
      'data.metric_alert.alert_rule.name',
      'data.event.title',
      'data.issue.title',
    ],
    severity: ['data.event.level', 'action'],
    status: ['action'],
    fingerprint: [
      'data.event.issue_id',
      'data.metric_alert.id',
      'data.issue.id',
    ],
    url: ['data.event.web_url', 'data.web_url', 'data.issue.web_url'],
    labels: {
      environment: 'data.event.environment',
      // An event names its project by a number; its address, and an alert about metrics, by its name.
      app: ['data.event.project_slug', 'data.metric_alert.projects.0'],
    },
    annotations: {
      title: 'data.event.title',
      culprit: 'data.event.culprit',
      description: 'data.description_text',
    },
  },
  robusta: {
    name: ['aggregation_key', 'title'],
    severity: ['severity'],
    fingerprint: ['fingerprint'],
    startsAt: ['starts_at'],
    endsAt: ['ends_at'],
    labels: { cluster: 'cluster_name', namespace: 'subject.namespace' },
    annotations: { title: 'title', description: 'description' },
  },
};
