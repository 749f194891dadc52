/**
 * Writes plain data as YAML in the layout of `kubectl get -o yaml`. Strings that could be read as something else are
 * quoted as JSON, which is YAML too.
 */
export function toYaml(value) {
  return `${block(value, 0)}\n`;
}

const PLAIN = /^[A-Za-z_/][\w ./@+=()-]*(:[\w./@+=()-]+)*$/;
const RESERVED = /^(true|false|null|yes|no|on|off|y|n|~)$/i;

function scalar(value) {
  if (typeof value !== 'string') {
    return JSON.stringify(value);
  }
  return PLAIN.test(value) && !RESERVED.test(value) && !value.endsWith(' ')
    ? value
    : JSON.stringify(value);
}

function isEmpty(value) {
  return (Array.isArray(value) ? value : Object.keys(value)).length === 0;
}

function block(value, depth) {
  const pad = '  '.repeat(depth);
  if (value === null || typeof value !== 'object') {
    return scalar(value);
  }
  if (isEmpty(value)) {
    return Array.isArray(value) ? '[]' : '{}';
  }
  if (Array.isArray(value)) {
    return value
      .map(item => `${pad}- ${block(item, depth + 1).trimStart()}`)
      .join('\n');
  }
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => {
      const name = `${pad}${scalar(key)}:`;
      if (item === null || typeof item !== 'object' || isEmpty(item)) {
        return `${name} ${block(item, 0)}`;
      }
      return `${name}\n${block(item, Array.isArray(item) ? depth : depth + 1)}`;
    })
    .join('\n');
}
