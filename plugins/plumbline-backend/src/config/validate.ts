import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { closest } from './closest';
import { PlumblineConfig, plumblineConfigSchema } from './schema';

/**
 * Checks the `plumbline` block of the configuration. The error names every wrong key or value by its path, as it
 * stands in the file.
 */
export function validateConfig(block: unknown): PlumblineConfig {
  const result = plumblineConfigSchema.safeParse(block ?? {});
  if (result.success) {
    return result.data;
  }
  const problems = result.error.issues.flatMap(describeIssue);
  throw new InputError(`Wrong configuration: ${problems.join('; ')}`);
}

function describeIssue(issue: z.ZodIssue): string[] {
  const at = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => {
      const similar = closest(
        key,
        knownKeys(plumblineConfigSchema, issue.path),
      );
      return `${at}.${key}: unknown key${similar ? `; did you mean '${similar}'?` : ''}`;
    });
  }
  if (issue.code === 'invalid_enum_value') {
    const similar =
      typeof issue.received === 'string'
        ? closest(issue.received, issue.options.map(String))
        : undefined;
    return [
      `${at}: must be one of ${issue.options.join(', ')}${similar ? `; did you mean '${similar}'?` : ''}`,
    ];
  }
  return [`${at}: ${issue.message.toLowerCase()}`];
}

function formatPath(path: (string | number)[]): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : `${text}.${step}`,
    'plumbline',
  );
}

/** The keys that the schema allows at a path. */
function knownKeys(schema: z.ZodTypeAny, path: (string | number)[]): string[] {
  const inner = unwrap(schema);
  if (path.length === 0) {
    return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  }
  const [step, ...rest] = path;
  if (inner instanceof z.ZodArray) {
    return knownKeys(inner.element, rest);
  }
  return inner instanceof z.ZodObject ? knownKeys(inner.shape[step], rest) : [];
}

function unwrap(schema: z.ZodTypeAny): z.ZodTypeAny {
  if (schema instanceof z.ZodOptional) {
    return unwrap(schema.unwrap());
  }
  return schema instanceof z.ZodEffects ? unwrap(schema.innerType()) : schema;
}
