/** What a rego file rules on. */
export interface RegoPolicy {
  package: string;
  action: 'enforce' | 'warn';
  rules: string[];
  /** Line of the first rule. */
  line: number;
}

/**
 * Rules of conftest and Gatekeeper in a rego file: `deny`, `violation`, `warn`. Other rego is a library, or says nothing
 * about manifests by itself.
 */
export function regoPolicy(text: string): RegoPolicy | undefined {
  let name: string | undefined;
  let first: number | undefined;
  const rules = new Set<string>();
  for (const [position, line] of text.split('\n').entries()) {
    name ??= /^package\s+([\w.]+)/.exec(line)?.[1];
    const rule =
      /^(?:default\s+)?(deny|violation|warn)(_\w+)?(?=\s*(\[|\{|=|:=|\s+contains\b|\s+if\b))/.exec(
        line.slice(0, 300),
      );
    if (rule) {
      rules.add(rule[1] + (rule[2] ?? ''));
      first ??= position + 1;
    }
  }
  if (name === undefined || first === undefined) {
    return undefined;
  }
  const denies = [...rules].some(rule => !rule.startsWith('warn'));
  return {
    package: name,
    action: denies ? 'enforce' : 'warn',
    rules: [...rules],
    line: first,
  };
}
