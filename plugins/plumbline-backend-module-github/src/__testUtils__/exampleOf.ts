import { readFileSync } from 'node:fs';

interface Schema {
  $ref?: string;
  type?: string;
  nullable?: boolean;
  enum?: unknown[];
  example?: unknown;
  format?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

const { components }: { components: { schemas: Record<string, Schema> } } =
  JSON.parse(
    readFileSync(
      require.resolve('@octokit/openapi/generated/api.github.com.json'),
      'utf8',
    ),
  );

/** A body as GitHub gives it: what its description requires, with some of it told. */
export function exampleOf(name: string, told: object = {}): object {
  return merged(valueOf({ $ref: `#/components/schemas/${name}` }), told);
}

function merged(base: unknown, told: object): object {
  const result: Record<string, unknown> = { ...Object(base) };
  for (const [key, value] of Object.entries(told)) {
    result[key] =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? merged(result[key], value)
        : value;
  }
  return result;
}

function valueOf(schema: Schema): unknown {
  if (schema.$ref) {
    return valueOf(components.schemas[schema.$ref.split('/').pop() ?? '']);
  }
  if (schema.nullable) {
    return null;
  }
  const [first] = schema.enum ?? schema.anyOf ?? schema.oneOf ?? [];
  if (schema.enum) {
    return first;
  }
  if (first !== undefined) {
    return valueOf(Object(first));
  }
  if (schema.allOf) {
    return Object.assign({}, ...schema.allOf.map(valueOf));
  }
  switch (schema.type) {
    case 'array':
      return [];
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map(key => [
          key,
          valueOf(schema.properties?.[key] ?? {}),
        ]),
      );
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return false;
    default:
      return textOf(schema.format);
  }
}

function textOf(format: string | undefined): string {
  switch (format) {
    case 'uri':
      return 'https://github.acme.example/x';
    case 'date-time':
      return '2026-11-20T00:00:00Z';
    default:
      return 'x';
  }
}
