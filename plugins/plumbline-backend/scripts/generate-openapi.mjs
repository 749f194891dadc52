/**
 * Turns src/api/openapi.yaml into what the router and its handlers import. Run it after every change:
 * `yarn workspace @plumbline/plugin-plumbline-backend generate`. A test fails when it was forgotten.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import prettier from 'prettier';
import { parse } from 'yaml';

const api = path.resolve(import.meta.dirname, '../src/api');
const header =
  '// Made from openapi.yaml by scripts/generate-openapi.mjs. Do not edit.\n\n';

/** @returns {Promise<Record<string, string>>} content of each generated file, by its path */
export async function generate() {
  const source = await readFile(path.join(api, 'openapi.yaml'), 'utf8');
  const spec = parse(source, { merge: true, maxAliasCount: 100 });
  const types = astToString(
    await openapiTypescript(pathToFileURL(path.join(api, 'openapi.yaml'))),
  );
  const files = {
    'generated/spec.ts': `export const spec = ${JSON.stringify(spec)} as const;\n`,
    'generated/types.ts': types,
  };
  const result = {};
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(api, name);
    const options = await prettier.resolveConfig(file);
    result[file] = await prettier.format(`${header}${content}`, {
      ...options,
      filepath: file,
    });
  }
  return result;
}

const check = process.argv.includes('--check');
for (const [file, content] of Object.entries(await generate())) {
  if (!check) {
    await writeFile(file, content);
  } else if ((await readFile(file, 'utf8')) !== content) {
    process.stderr.write(`${path.basename(file)} is not up to date\n`);
    process.exitCode = 1;
  }
}
