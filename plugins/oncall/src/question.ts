import { isAlertList } from './alerts/alertFilters';

/** Longer questions are not put into the address: servers and chats cut long links. */
export const longestLink = 3_000;

/** What the backend takes at most, in bytes. */
const longestQuestion = 64 * 1024;

/** Names that need no quotes inside a label set, those of Kubernetes labels among them. */
const plainName = /^[\w./-]+$/;

function quoted(value: string): string {
  return `"${value
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n')}"`;
}

/**
 * The question that an address asks: `q` as it stands, otherwise all parameters as a label set, as the annotation of
 * an alert builds them.
 */
export function questionFromSearch(search: string): string | undefined {
  if (isAlertList(search)) {
    return undefined;
  }
  const params = new URLSearchParams(search);
  const question = params.get('q')?.trim();
  if (question) {
    return question;
  }
  const labels = new Map<string, string>();
  for (const [name, value] of params) {
    if (name && name !== 'q' && value && !labels.has(name)) {
      labels.set(name, value);
    }
  }
  if (labels.size === 0) {
    return undefined;
  }
  const pairs = [...labels].map(
    ([name, value]) =>
      `${plainName.test(name) ? name : quoted(name)}=${quoted(value)}`,
  );
  return `{${pairs.join(', ')}}`;
}

/**
 * Whether a text is so plainly a whole question that pasting it is asking it: JSON, or a label set in braces.
 */
export function isCompleteQuestion(text: string): boolean {
  const trimmed = text.trim();
  if (/^[{[]/.test(trimmed)) {
    try {
      JSON.parse(trimmed);
      return true;
    } catch {
      return /^\{[^{}]*=~?\s*"[^]*"\s*,?\s*\}$/.test(trimmed);
    }
  }
  return false;
}

/** Whether the backend will take it. */
export function isTooLong(question: string): boolean {
  return new TextEncoder().encode(question).length > longestQuestion;
}
