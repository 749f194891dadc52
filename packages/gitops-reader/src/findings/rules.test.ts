import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ruleOf, rules } from './rules';

const root = path.join(__dirname, '..');

/** Ids as sources write them: `rule: 'x'`, or the argument before a severity. */
const written = [
  /\brule:\s*'([a-z]+(?:-[a-z]+)+)'/g,
  /'([a-z]+(?:-[a-z]+)+)',\s*'(?:error|warning|info)'/g,
];

function sources(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) {
      return sources(file);
    }
    return /(?<!\.test)\.ts$/.test(entry.name) ? [file] : [];
  });
}

function reported(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of sources(root)) {
    const text = readFileSync(file, 'utf8');
    for (const pattern of written) {
      for (const [, id] of text.matchAll(pattern)) {
        found.set(id, path.relative(root, file));
      }
    }
  }
  return found;
}

describe('rules', () => {
  it('describe every finding that a reader reports', () => {
    const found = reported();
    expect(found.size).toBeGreaterThan(15);
    expect([...found].filter(([id]) => !ruleOf(id))).toEqual([]);
  });

  it('and what readers tell people to do end with a full stop', () => {
    const texts = rules.flatMap(({ meaning, fix }) => [meaning, fix]);
    for (const file of sources(root)) {
      const text = readFileSync(file, 'utf8');
      for (const [, , fix] of text.matchAll(
        /\bfix:\s*(?:\w+\s*\?\s*)?(['`])(.+?)\1,?\n/g,
      )) {
        texts.push(fix);
      }
    }
    expect(texts.filter(text => !text.endsWith('.'))).toEqual([]);
  });

  it('describe nothing that no reader reports', () => {
    const found = reported();
    expect(rules.map(rule => rule.id).filter(id => !found.has(id))).toEqual([]);
  });

  it('stand in docs/rules.md (UPDATE_DOCS=1 writes it)', () => {
    const file = path.resolve(root, '../../../docs/rules.md');
    if (process.env.UPDATE_DOCS) {
      writeFileSync(file, page());
    }
    expect(readFileSync(file, 'utf8')).toBe(page());
  });
});

function page(): string {
  return [
    `# Rules

What \`plumbline check\`, \`plumbline scan\` and the portal report, and what to do about it. The severity is the usual one: a
reader lowers it where the case is a lesser one, such as a password of a test. [check.md](check.md) says how to run the
check in CI.
`,
    ...rules.map(
      ({ id, title, severity, meaning, fix }) =>
        `## ${id}\n\n${title} (${severity}). ${meaning}\n\nTo fix it: ${fix}\n`,
    ),
  ].join('\n');
}
