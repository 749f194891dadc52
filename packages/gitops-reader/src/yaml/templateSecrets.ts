import { Finding } from '../facts';
import { judgeSecretValue } from './cutSecrets';

/** Longer lists of keys say no more. */
const mostKeys = 12;

const encodings: Record<string, 'base64' | 'text'> = {
  data: 'base64',
  stringData: 'text',
};

/** One document of a template, as far as its lines tell. */
class TemplateDocument {
  isSecret = false;
  readonly plain: { key: string; line: number }[] = [];
  #encoding: 'base64' | 'text' | undefined;
  /** Indentation of the keys of the mapping of values. */
  #indent: number | undefined;

  add(line: string, number: number): void {
    const depth = line.search(/\S/);
    if (depth < 0 || line.length > 10_000 || /^\s*(#|\{\{)/.test(line)) {
      return;
    }
    if (depth === 0) {
      const field = /^(data|stringData):\s*$/.exec(line)?.[1];
      this.#encoding = field ? encodings[field] : undefined;
      this.#indent = undefined;
      this.isSecret ||= /^kind:\s*["']?Secret["']?\s*$/.test(line);
      return;
    }
    if (this.#encoding === undefined) {
      return;
    }
    this.#indent ??= depth;
    const pair =
      depth === this.#indent
        ? /^\s+["']?([\w.-]{1,200})["']?:\s+(\S.*)$/.exec(line)
        : null;
    if (!pair || /\{\{|^[|>&*!]/.test(pair[2])) {
      return;
    }
    const [, key, written] = pair;
    const value = written
      .replace(/\s+#.*$/, '')
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2');
    if (judgeSecretValue(key, value, this.#encoding) === 'value') {
      this.plain.push({ key, line: number });
    }
  }
}

/**
 * Secrets in the template of a chart whose values stand there as they are. Works on lines, for a template is no YAML:
 * values that anything is put into are none.
 */
export function plainTemplateValues(path: string, text: string): Finding[] {
  if (!/^kind:\s*["']?Secret\b/m.test(text)) {
    return [];
  }
  const findings: Finding[] = [];
  let document = new TemplateDocument();
  const end = () => {
    const { isSecret, plain } = document;
    if (isSecret && plain.length > 0) {
      findings.push({
        rule: 'plaintext-secret',
        severity: 'error',
        location: { repository: '', revision: '', path, line: plain[0].line },
        message: `The template of a Secret holds ${plain.length === 1 ? 'a plain value' : `${plain.length} plain values`} in Git: ${plain
          .slice(0, mostKeys)
          .map(({ key }) => key.slice(0, 60))
          .join(', ')}`,
        fix: 'Move the value to a secret manager, commit a reference, and rotate it: the history keeps what was committed.',
      });
    }
    document = new TemplateDocument();
  };
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('---')) {
      end();
    } else {
      document.add(line, index + 1);
    }
  }
  end();
  return findings;
}
