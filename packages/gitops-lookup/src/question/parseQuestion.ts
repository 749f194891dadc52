import { pathOfUrl, readExpression } from './expressions';
import { knownLabels, LabelledQuestion, questionFromLabels } from './labels';
import { readPairs, readTextList } from './labelSet';
import { linksOf, PayloadAlert, readPayload } from './payload';
import { emptyQuestion, Question } from './types';

/** Longest question that is read. */
export const maxQuestionBytes = 64 * 1024;
const maxWords = 8;
const maxOthers = 50;

/**
 * What a text asks about: a label set, an alert's JSON, an object, a path, an address, or plain words. Pure, bounded and
 * without any exception for whatever is pasted.
 *
 * @public
 */
export function parseQuestion(text: string): Question {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > maxQuestionBytes) {
    return {
      ...emptyQuestion(`${text.slice(0, 200)}…`, 'refused'),
      problem: `The question has ${Math.ceil(bytes / 1024)} KiB; at most 64 KiB are read. Paste one alert, or its labels.`,
    };
  }
  const trimmed = text.replace(/[^\P{Cc}\n\r\t]/gu, '').trim();
  if (!trimmed) {
    return emptyQuestion('', 'empty');
  }
  return (
    fromJson(trimmed) ??
    fromUrl(trimmed) ??
    fromQueryString(trimmed) ??
    fromLines(trimmed) ??
    fromLine(trimmed)
  );
}

function fromJson(text: string): Question | undefined {
  // `{namespace="shop"}` and `[FIRING:1] …` begin like JSON, too.
  if (!/^(?:\{\s*["}]|\[\s*["[\]{\dfnt-])/.test(text)) {
    return undefined;
  }
  let payload: unknown;
  try {
    payload = JSON.parse(text);
  } catch (error) {
    if (!/^(?:\{\s*"[^"]*"\s*:|\[\s*\{\s*")/.test(text)) {
      return undefined;
    }
    const question = fromLines(text) ?? fromLine(text);
    question.notes.push(
      `This looks like JSON, but it cannot be parsed (${
        error instanceof Error ? error.message.slice(0, 120) : 'unknown error'
      }); it was read as plain text.`,
    );
    return question;
  }
  const alerts = readPayload(payload);
  const questions = alerts.map(alert => fromAlert(text, alert));
  const [first, ...others] = questions;
  if (!first) {
    return {
      ...emptyQuestion(text, 'alert'),
      notes: ['The JSON holds no alert.'],
    };
  }
  return withOthers({ ...first, text }, others);
}

function fromAlert(text: string, alert: PayloadAlert): Question {
  const { resolved, ...rest } = alert;
  const question = questionFromLabels({ text, form: 'alert', ...rest });
  const title = alert.annotations.title ?? alert.annotations.message;
  if (question.targets.length === 0 && title) {
    question.words = meaningful(readExpression(title).words);
  }
  question.text = canonical(question, alert.labels) ?? text;
  if (resolved) {
    question.notes.push('This alert is resolved.');
  }
  return question;
}

/** A text that asks for one alert of a payload again. */
function canonical(
  question: Question,
  labels: Record<string, string>,
): string | undefined {
  const pairs = Object.entries(labels).filter(([key]) => knownLabels.has(key));
  if (pairs.length > 0) {
    return labelSetOf(Object.fromEntries(pairs));
  }
  const [target] = question.targets;
  return target?.kind
    ? [target.kind, target.namespace, target.name].filter(Boolean).join('/')
    : undefined;
}

function withOthers(first: Question, others: Question[]): Question {
  const seen = new Set([identity(first)]);
  const distinct = others.filter(other => {
    const key = identity(other);
    const repeated = seen.has(key);
    seen.add(key);
    return !repeated;
  });
  const kept = distinct.slice(0, maxOthers);
  const notes = [...first.notes];
  if (distinct.length > kept.length) {
    notes.push(
      `The payload holds ${others.length + 1} alerts; the first ${
        kept.length + 1
      } different ones were read.`,
    );
  }
  return { ...first, notes, others: kept };
}

/** What a question is about: alerts on the same object are one. */
function identity(question: Question): string {
  const { targets, words, teams, clusters, environment } = question;
  const [target] = targets;
  return JSON.stringify([
    target ? [target.kind, target.namespace, target.name] : [words, teams],
    clusters.filter(({ weak }) => !weak).map(({ value }) => value),
    environment,
  ]);
}

function labelSetOf(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(
    ([key, value]) => `${key}=${JSON.stringify(value)}`,
  );
  return `{${pairs.join(', ')}}`;
}

function fromUrl(text: string): Question | undefined {
  if (!/^https?:\/\/\S+$/i.test(text)) {
    return undefined;
  }
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  const path = pathOfUrl(url);
  if (path) {
    return { ...emptyQuestion(text, 'path'), paths: [path] };
  }
  const hash = url.hash.includes('?')
    ? url.hash.slice(url.hash.indexOf('?'))
    : '';
  const asked =
    fromParameters(text, url.searchParams) ??
    fromParameters(text, new URLSearchParams(hash));
  if (asked) {
    return asked;
  }
  const segments = url.pathname.split('/').filter(Boolean);
  return {
    ...emptyQuestion(text, 'words'),
    words: meaningful(segments.slice(-2)),
    notes: [
      'The address is none of a file on a repository host, and carries no labels.',
    ],
  };
}

function fromQueryString(text: string): Question | undefined {
  const match = /^\??([\w.%-]+=[^\s&]*(?:&[\w.%-]+=[^\s&]*)*&?)$/.exec(text);
  if (!match || !/^\?|&/.test(text)) {
    return undefined;
  }
  return fromParameters(text, new URLSearchParams(match[1]));
}

function fromParameters(
  text: string,
  parameters: URLSearchParams,
): Question | undefined {
  const inner =
    parameters.get('q') ?? parameters.get('query') ?? parameters.get('filter');
  if (inner && inner.length < text.length) {
    return { ...parseQuestion(inner), text };
  }
  const labels = Object.fromEntries(parameters);
  return known(labels) > 0 ? fromLabels(text, labels) : undefined;
}

/** Several lines: what a chat message or a ticket shows of an alert, or a manifest. */
function fromLines(text: string): Question | undefined {
  if (!text.includes('\n')) {
    return undefined;
  }
  const alerts = readTextList(text).filter(alert => known(alert.labels) > 0);
  const questions = alerts.map(({ labels, annotations, source }) =>
    questionFromLabels({
      text: labelSetOf(labels),
      form: 'alert',
      labels,
      annotations: {
        ...annotations,
        ...pick(labels, ['description', 'summary', 'message']),
      },
      objects: [],
      urls: { generatorURL: source },
      links: linksOf({ ...labels, ...annotations }),
      teams: [],
    }),
  );
  const [first, ...others] = questions.filter(
    question => question.targets.length > 0,
  );
  return first && withOthers({ ...first, text }, others);
}

function fromLine(text: string): Question {
  const { labels, rest } = readPairs(text);
  if (Object.keys(labels).length === 0) {
    return fromExpression(text, text);
  }
  const expression = fromExpression(text, rest);
  const asked = fromLabels(text, labels);
  if (expression.targets.length === 0 && expression.paths.length === 0) {
    if (asked.targets.length > 0 || expression.words.length === 0) {
      return asked;
    }
    return {
      ...asked,
      form: 'words',
      words: expression.words,
    };
  }
  // `Deployment/shop/cart env=production`: the labels narrow what the words name.
  const namespace = asked.namespace ?? expression.namespace;
  return {
    ...asked,
    form: expression.form,
    namespace,
    targets: [
      ...expression.targets.map(target => ({
        ...target,
        namespace:
          target.namespace === undefined ? namespace : target.namespace,
      })),
      ...asked.targets,
    ],
    paths: expression.paths,
    words: expression.words,
    clusters: [...expression.clusters, ...asked.clusters],
    environment: asked.environment ?? expression.environment,
    notes: [...expression.notes, ...asked.notes],
  };
}

function fromExpression(text: string, line: string): Question {
  const found = readExpression(line);
  const words = meaningful(found.words);
  const question: Question = {
    ...emptyQuestion(text, formOf(found)),
    ...found,
    words,
  };
  if (
    found.namespace &&
    found.targets.length === 0 &&
    found.paths.length === 0
  ) {
    question.targets = words.length
      ? words.map(word => ({
          name: word,
          namespace: found.namespace,
          confidence: 'likely',
          reason: `“${word}” in namespace ${found.namespace}`,
        }))
      : [
          {
            kind: 'Namespace',
            name: found.namespace,
            namespace: null,
            confidence: 'certain',
            reason: `namespace ${found.namespace}`,
          },
        ];
    question.form = 'object';
  }
  if (found.words.length > words.length) {
    question.notes.push(
      `Only the first ${maxWords} of ${found.words.length} words were searched for.`,
    );
  }
  return question;
}

function formOf(found: {
  targets: unknown[];
  paths: unknown[];
}): Question['form'] {
  if (found.targets.length > 0) {
    return 'object';
  }
  return found.paths.length > 0 ? 'path' : 'words';
}

function fromLabels(text: string, labels: Record<string, string>): Question {
  const input: LabelledQuestion = {
    text,
    form: 'labels',
    labels,
    annotations: pick(labels, ['description', 'summary', 'message']),
    objects: [],
    urls: {},
    links: linksOf(labels),
    teams: [],
  };
  return questionFromLabels(input);
}

function known(labels: Record<string, string>): number {
  return Object.keys(labels).filter(key => knownLabels.has(key)).length;
}

function pick(
  values: Record<string, string>,
  keys: string[],
): Record<string, string> {
  return Object.fromEntries(
    keys.flatMap(key => (values[key] ? [[key, values[key]]] : [])),
  );
}

/** Words worth a search, each once. */
function meaningful(words: string[]): string[] {
  return [
    ...new Set(
      words.filter(word => /[\p{L}\p{N}]/u.test(word) && word.length <= 253),
    ),
  ].slice(0, maxWords);
}
