import { Finding } from '../facts';
import { plainSecretFinding } from './plainSecrets';
import { Encoding, judgeSecretValue } from './secretValues';

const encodings: Record<string, Encoding> = {
  data: 'base64',
  stringData: 'text',
};

/** One document of a template, as far as its lines tell. */
class TemplateDocument {
  isSecret = false;
  readonly plain: { key: string; line: number }[] = [];
  #encoding: Encoding | undefined;
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
      findings.push(
        plainSecretFinding(path, plain[0].line, 'error', {
          subject: 'The template of a Secret',
          count: plain.length,
          keys: plain.map(({ key }) => key),
        }),
      );
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
