/** What stands in a label set, and what stood around it. */
export interface LabelSet {
  labels: Record<string, string>;
  rest: string;
}

/** Keys have an end, so that a text without any pair is not looked through again from each of its characters. */
const pair =
  /(?:"((?:[^"\\]|\\.){1,500})"|([A-Za-z_][\w./-]{0,500}))\s*(=~|!=|!~|=)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s,;{}"']+))/g;

/** `{"metric.name", pod="x"}`: the name of a metric that must be quoted. */
const metricName = /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*(?=[,}])/;

/**
 * `key=value` pairs with or without quotes, commas and braces. Matchers that exclude, and patterns that
 * match more than one value, say nothing about one object and are left out.
 */
export function readPairs(text: string): LabelSet {
  const labels: Record<string, string> = {};
  const rest = text.replace(metricName, '{').replace(
    pair,
    // Prometheus 3 quotes names that are no plain words.
    (_, quoted, plain, operator: string, double, single, bare) => {
      const key = quoted === undefined ? plain : unescape(quoted);
      const value = unescape(double ?? single ?? bare ?? '');
      const literal =
        operator === '=' || (operator === '=~' && /^[\w.:/-]+$/.test(value));
      if (literal && !Object.hasOwn(labels, key)) {
        labels[key] = value;
      }
      return ' ';
    },
  );
  return { labels, rest: rest.replace(/[{},;]+/g, ' ').trim() };
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) =>
    char === 'n' ? '\n' : char,
  );
}

/** Labels and annotations of one alert of a text list. */
export interface ListedAlert {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  source?: string;
}

/**
 * The text that Alertmanager's templates write: `Labels:`, lines ` - key = value`, `Annotations:`, `Source:`.
 * Reads plain `key: value` lines (YAML, a ticket's fields) as labels, too.
 */
export function readTextList(text: string): ListedAlert[] {
  const alerts: ListedAlert[] = [];
  let current: ListedAlert | undefined;
  let section: 'labels' | 'annotations' = 'labels';
  for (const line of text.split(/\r?\n/).slice(0, 5_000)) {
    const heading = /^\s*(labels|annotations):\s*$/i.exec(line);
    if (heading) {
      section =
        heading[1].toLowerCase() === 'labels' ? 'labels' : 'annotations';
      if (
        section === 'labels' &&
        current &&
        Object.keys(current.labels).length
      ) {
        current = undefined;
      }
      continue;
    }
    const source = /^\s*source:\s*(\S+)/i.exec(line);
    if (source && current) {
      current.source = source[1];
      continue;
    }
    const entry =
      /^(?:[-*•]\s*)?["']?([A-Za-z_][\w./-]*)["']?(?:\s*[=:]\s+|=(?=\S))["']?([^]*)$/.exec(
        line.trimStart(),
      );
    if (entry) {
      if (!current) {
        current = { labels: {}, annotations: {} };
        alerts.push(current);
      }
      const [, key, written] = entry;
      const value = written.trimEnd().replace(/["']?,?$/, '');
      const into = current[section];
      if (value && !Object.hasOwn(into, key)) {
        into[key] = value;
      }
    }
  }
  return alerts;
}
