import { JsonObject } from '../../facts';
import { parseTemplate, TemplateError } from '../helm/template/parse';
import { BudgetError, Renderer } from '../helm/template/render';
import { copyOf, gap, isMap, mapOf } from '../helm/template/value';
import { slugify } from './slugify';
import { normalizeName } from './parameters';

/** Steps that one text of a template may take. */
const steps = 5_000;

const functions = new Map([
  ['normalize', ([name]: unknown[]) => normalizeName(String(name))],
  ['slugify', (args: unknown[]) => slugify(args)],
]);

/** What a Go template makes of its parameters; undefined when a part of it is not known or not understood. */
export function goTemplate(
  text: string,
  parameters: JsonObject,
): string | undefined {
  const root = copyOf(parameters);
  try {
    const chunks = new Renderer({
      root: isMap(root) ? root : mapOf(),
      defines: new Map(),
      closed: true,
      budget: { steps },
      functions,
    }).render(parseTemplate(text));
    // Something that is missing prints as nothing; Argo CD would refuse it, or write that it has no value.
    return chunks.some(
      ({ text: part, missing, scope }) =>
        scope !== undefined || part.includes(gap) || missing,
    )
      ? undefined
      : chunks.map(chunk => chunk.text).join('');
  } catch (error) {
    if (error instanceof TemplateError || error instanceof BudgetError) {
      return undefined;
    }
    throw error;
  }
}
