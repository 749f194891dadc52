import { gap, isFiles, isMap, unknown, Value } from './value';

/** Simple values as YAML. Files that were not kept as text have none. */
export function yamlOf(value: Value | undefined, indent = ''): string {
  if (value === undefined || value === null) {
    return 'null';
  }
  if (value === unknown || isFiles(value) || indent.length > 60) {
    return gap;
  }
  if (Array.isArray(value)) {
    return value.length === 0
      ? '[]'
      : value
          .map(item => `${indent}- ${yamlOf(item, `${indent}  `).trimStart()}`)
          .join('\n')
          .replace(/^\s+/, '');
  }
  if (isMap(value)) {
    const keys = Object.keys(value);
    return keys.length === 0
      ? '{}'
      : keys
          .map(key => {
            const child = value[key];
            const written = yamlOf(child, `${indent}  `);
            const nested =
              typeof child === 'object' &&
              child !== null &&
              Object.keys(child).length > 0;
            return `${indent}${plain(key)}:${nested ? `\n${indent}  ` : ' '}${written}`;
          })
          .join('\n')
          .replace(/^\s+/, '');
  }
  return typeof value === 'string' ? plain(value) : String(value);
}

function plain(value: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(value) &&
    !/^(true|false|null|yes|no|on|off)$/i.test(value)
    ? value
    : JSON.stringify(value);
}
