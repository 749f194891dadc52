import { FileLocation, JsonValue } from '../../../facts';
import { lineOf, parseYaml } from '../../../yaml';
import { addFinding, Context, locate, locationIn } from '../build/context';

/** Documents of a patch or replacement: of a file, or written in the kustomization itself. */
export function documentsAt(
  text: { path?: string; inline?: string },
  path: (string | number)[],
  context: Context,
): { value: JsonValue; at: (path: (string | number)[]) => FileLocation }[] {
  const { kustomization } = context;
  if (text.inline !== undefined) {
    const start = locationIn(context, kustomization, path);
    // The text of a block starts on the line after its key.
    const offset = text.inline.includes('\n') ? 0 : -1;
    return parseYaml(kustomization.file.path, text.inline).documents.map(
      document => ({
        value: document.value,
        at: within => ({
          ...start,
          line: (start.line ?? 1) + offset + lineOf(document, within),
        }),
      }),
    );
  }
  const target = text.path && locate(text.path, path, context);
  if (!target) {
    return [];
  }
  const file = context.repository.file(target);
  if (!file) {
    context.partial.push(`${target} was not read`);
    addFinding(
      context,
      'kustomize-missing-resource',
      'error',
      locationIn(context, kustomization, path),
      `${target} is missing or was not read.`,
    );
    return [];
  }
  context.files.add(target);
  return file.documents.map(document => ({
    value: document.value,
    at: within => locationIn(context, { file, document }, within),
  }));
}
