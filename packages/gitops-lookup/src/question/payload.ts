import { kindOf } from '../names/kinds';
import { readTextList } from './labelSet';
import { knownLabels, LabelledQuestion } from './labels';

type Json = unknown;
type JsonRecord = Record<string, Json>;

/** One alert of a payload, whoever sent it. @public */
export interface PayloadAlert extends Omit<LabelledQuestion, 'text' | 'form'> {
  resolved: boolean;
}

const maxDepth = 12;
const maxNodes = 20_000;
const maxAlerts = 200;

/**
 * The alerts that a JSON payload holds: Alertmanager (webhook, API, a single alert), Grafana, PagerDuty, Opsgenie,
 * SNS with CloudWatch, Robusta, Datadog, or anything with known keys somewhere in it. Firing ones first.
 *
 * @public
 */
export function readPayload(payload: unknown): PayloadAlert[] {
  const budget = { nodes: maxNodes };
  const alerts = alertsOf(payload, {}, budget, 0).slice(0, maxAlerts);
  return [
    ...alerts.filter(alert => !alert.resolved),
    ...alerts.filter(alert => alert.resolved),
  ];
}

interface Surroundings {
  externalURL?: string;
  resolved?: boolean;
}

function alertsOf(
  value: Json,
  around: Surroundings,
  budget: { nodes: number },
  depth: number,
): PayloadAlert[] {
  if (depth > maxDepth) {
    return [];
  }
  if (Array.isArray(value)) {
    return value
      .slice(0, maxAlerts)
      .flatMap(item => alertsOf(item, around, budget, depth + 1));
  }
  if (!isRecord(value)) {
    return [];
  }
  if (isAlert(value)) {
    return [alertOf(value, around)];
  }
  if (Array.isArray(value.alerts) && value.alerts.some(isRecord)) {
    const inner: Surroundings = {
      externalURL: text(value.externalURL) ?? around.externalURL,
      resolved: value.status === 'resolved',
    };
    return alertsOf(value.alerts, inner, budget, depth + 1);
  }
  return harvest(value, around, budget);
}

/** An alert as Alertmanager and Grafana write it: labels that are not those of a Kubernetes object. */
function isAlert(value: JsonRecord): boolean {
  if (!isRecord(value.labels) || 'kind' in value || 'metadata' in value) {
    return false;
  }
  return (
    'annotations' in value ||
    'startsAt' in value ||
    'fingerprint' in value ||
    'generatorURL' in value ||
    'alertname' in value.labels ||
    Object.keys(value).length === 1
  );
}

function alertOf(value: JsonRecord, around: Surroundings): PayloadAlert {
  const labels = strings(value.labels);
  const annotations = strings(value.annotations);
  const folder = labels.grafana_folder;
  const status = isRecord(value.status) ? value.status.state : value.status;
  return {
    labels,
    annotations,
    objects: [],
    urls: {
      generatorURL: text(value.generatorURL),
      externalURL: around.externalURL,
    },
    links: [
      ...linksOf(annotations),
      ...link('Dashboard', value.dashboardURL),
      ...link('Panel', value.panelURL),
    ],
    teams: [
      ...(folder ? [hint(folder, 'labels.grafana_folder')] : []),
      ...teamsNamed(value.teams),
    ],
    resolved: (status ?? (around.resolved ? 'resolved' : '')) === 'resolved',
  };
}

/** Teams that an alert names beside its labels. */
function teamsNamed(value: Json): PayloadAlert['teams'] {
  return (Array.isArray(value) ? value.slice(0, 10) : []).flatMap(team => {
    const raw = isRecord(team)
      ? (text(team.summary) ?? text(team.name))
      : undefined;
    return raw ? [hint(raw, 'teams')] : [];
  });
}

function hint(raw: string, field: string): PayloadAlert['teams'][number] {
  return { raw, field, onlyIfKnown: true };
}

const linkTitles: [key: RegExp, title: string][] = [
  [/^(runbook|runbook_url|playbook|playbook_url)$/i, 'Runbook'],
  [/^(dashboard|dashboard_url|dashboardURL|grafana_url)$/i, 'Dashboard'],
];

/** Links among annotations. Anything but http and https is no link. */
export function linksOf(
  annotations: Record<string, string>,
): { title: string; url: string }[] {
  return Object.entries(annotations).flatMap(([key, value]) => {
    const last = key.slice(key.lastIndexOf('/') + 1);
    const title = linkTitles.find(([pattern]) => pattern.test(last))?.[1];
    return title ? link(title, value) : [];
  });
}

function link(title: string, value: Json): { title: string; url: string }[] {
  const url = webUrl(value);
  return url ? [{ title, url }] : [];
}

/** The value as an http or https address, or nothing. */
export function webUrl(value: Json): string | undefined {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value)) {
    return undefined;
  }
  try {
    return new URL(value).href;
  } catch {
    return undefined;
  }
}

/** Any other payload: known keys wherever they stand, outer ones first. */
function harvest(
  root: JsonRecord,
  around: Surroundings,
  budget: { nodes: number },
): PayloadAlert[] {
  const found: PayloadAlert = {
    labels: {},
    annotations: {},
    objects: [],
    urls: { externalURL: around.externalURL },
    links: [],
    teams: [],
    resolved: around.resolved ?? false,
  };
  const nested: PayloadAlert[] = [];
  const set = (key: string, value: Json) => {
    const known = scalar(value);
    if (known && knownLabels.has(key) && !Object.hasOwn(found.labels, key)) {
      found.labels[key] = known;
    }
  };

  const queue: { value: Json; key: string; depth: number }[] = [
    { value: root, key: '', depth: 0 },
  ];
  for (let at = 0; at < queue.length && budget.nodes > 0; at++) {
    budget.nodes -= 1;
    const { value, key, depth } = queue[at];
    if (depth > maxDepth) {
      continue;
    }
    if (typeof value === 'string') {
      readString(value, key, depth);
    } else if (Array.isArray(value)) {
      for (const item of value.slice(0, 1_000)) {
        if (isRecord(item) && key.toLowerCase() === 'dimensions') {
          set(
            text(item.name) ?? text(item.Name) ?? '',
            item.value ?? item.Value,
          );
        } else if (typeof item === 'string') {
          readTags(item);
        } else if (Array.isArray(item) && key.toLowerCase() === 'tags') {
          set(text(item[0]) ?? '', item[1]);
        } else {
          queue.push({ value: item, key, depth: depth + 1 });
        }
      }
    } else if (isRecord(value)) {
      readRecord(value, key, depth);
    }
  }

  function readRecord(value: JsonRecord, key: string, depth: number) {
    if (depth > 0 && isAlert(value)) {
      nested.push(alertOf(value, around));
      return;
    }
    const object = objectOf(value);
    if (object) {
      found.objects.push({
        ...object,
        reason: key ? `field ${key}` : 'the object',
      });
    }
    for (const [name, child] of Object.entries(value)) {
      if (name === 'teams' && Array.isArray(child)) {
        found.teams.push(...teamsNamed(child));
      } else if (typeof child === 'object') {
        queue.push({ value: child, key: name, depth: depth + 1 });
      } else {
        const ofObject = object && ['kind', 'name', 'namespace'].includes(name);
        // At this place it is a metric's namespace, not Kubernetes'.
        const ofMetric = name === 'Namespace' && 'MetricName' in value;
        if (
          !ofObject &&
          !ofMetric &&
          name !== 'kind' &&
          name !== 'name' &&
          name !== 'service'
        ) {
          set(name, child);
        }
        if (typeof child === 'string') {
          readText(name, child);
          queue.push({ value: child, key: name, depth: depth + 1 });
        }
      }
    }
  }

  function readText(key: string, value: string) {
    if (/^(title|summary|description|message)$/.test(key)) {
      found.annotations[key] ??= value;
    }
    found.links.push(...linksOf({ [key]: value }));
  }

  function readString(value: string, key: string, depth: number) {
    if (/^\s*[{[]/.test(value) && depth < 6) {
      try {
        const parsed: Json = JSON.parse(value);
        if (Array.isArray(parsed)) {
          nested.push(...alertsOf(parsed, around, budget, depth + 1));
        } else {
          queue.push({ value: parsed, key, depth: depth + 1 });
        }
      } catch {
        // Text that only looks like JSON says nothing more.
      }
    } else if (/^[ \t]*labels:[ \t\r]*$/im.test(value)) {
      for (const alert of readTextList(value)) {
        nested.push({
          ...alert,
          objects: [],
          urls: { generatorURL: alert.source, externalURL: around.externalURL },
          links: linksOf(alert.annotations),
          teams: [],
          resolved: key === 'resolved',
        });
      }
    } else if (/^(tags|scope)$/i.test(key)) {
      value.split(',').forEach(readTags);
    }
  }

  function readTags(tag: string) {
    const match = /^([A-Za-z_][\w.-]*):(\S[^]*)$/.exec(tag.trim());
    if (match) {
      set(match[1], match[2]);
    }
  }

  return nested.length > 0
    ? nested.map(alert => ({
        ...alert,
        teams: [...alert.teams, ...found.teams],
      }))
    : [found];
}

/** A Kubernetes object, or a reference to one. */
function objectOf(
  value: JsonRecord,
): { kind: string; namespace?: string; name: string } | undefined {
  const metadata = isRecord(value.metadata) ? value.metadata : value;
  const kind = text(value.kind);
  const name = text(metadata.name);
  if (!kind || !name || !/^[A-Za-z][A-Za-z0-9]*$/.test(kind)) {
    return undefined;
  }
  if (!('apiVersion' in value) && !kindOf(kind)) {
    return undefined;
  }
  return { kind, name, namespace: text(metadata.namespace) };
}

function strings(value: Json): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, child] of Object.entries(isRecord(value) ? value : {}).slice(
    0,
    500,
  )) {
    const known = scalar(child);
    if (known !== undefined) {
      found[key] = known;
    }
  }
  return found;
}

function scalar(value: Json): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value)
    ? String(value)
    : undefined;
}

function text(value: Json): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isRecord(value: Json): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
