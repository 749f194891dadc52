import { claimsForPath } from '../claims/claimsForPath';
import { parseKubernetesYaml } from '../yaml/kubernetesYaml';
import { readCluster } from '../live';
import { memoryTree } from '../files/memoryTree';
import { readRepository } from '../readRepository';
import { servicesOf } from '../services';
import { FuzzInput } from './input';
import { marker, secretDocuments } from './seeds';

/** Facts of one small repository; more is a bomb that went off. */
const largest = 50_000_000;

const askedPaths = [
  '',
  '/',
  '..',
  '../../etc/passwd',
  'apps/cart/base/deployment.yaml',
  '\u0000',
  `${'a/'.repeat(1000)}b`,
  '__proto__',
  'a b/(c)[d].yaml',
];

/** Reads an input as a repository or cluster would be read; resolves with what is wrong, in words. */
export async function check(input: FuzzInput): Promise<string[]> {
  const problems: string[] = [];
  try {
    const output =
      input.live === undefined
        ? await readFiles(input, problems)
        : readLive(input.live);
    if (output.length > largest) {
      problems.push(`the facts have ${output.length} characters`);
    }
    problems.push(...leaks(input, output));
  } catch (error) {
    problems.push(
      `threw ${error instanceof Error ? error.stack : String(error)}`,
    );
  }
  if (Object.hasOwn(Object.prototype, 'polluted')) {
    delete (Object.prototype as { polluted?: unknown }).polluted;
    problems.push('changed the prototype of all objects');
  }
  return problems;
}

async function readFiles(
  { files }: FuzzInput,
  problems: string[],
): Promise<string> {
  const tree = memoryTree(files);
  const facts = await readRepository(tree);
  const strange = tree.reads.filter(
    path =>
      !Object.hasOwn(files, path) ||
      (typeof files[path] === 'object' && 'type' in files[path]),
  );
  if (strange.length > 0) {
    problems.push(`read what is not there: ${strange.join(', ')}`);
  }
  for (const { reason } of facts.skipped) {
    if (/ reader failed: /.test(reason)) {
      problems.push(reason);
    }
  }
  const claims = askedPaths.map(path =>
    claimsForPath(facts.ownership, facts.repository, facts.revision, path),
  );
  return JSON.stringify([facts, servicesOf(facts), claims]);
}

function readLive(text: string): string {
  const { objects, skipped } = parseKubernetesYaml('live.yaml', text);
  return JSON.stringify([readCluster({ cluster: 'prod' }, objects), skipped]);
}

const planted = secretDocuments.map(document => ({
  document: document.trimEnd(),
  values: document.match(new RegExp(`${marker}-\\w+`, 'g')) ?? [],
}));

/**
 * Planted values in the output. Damage may turn a Secret into something else, whose values are none: only values are
 * looked for whose every place is a document that stands unharmed.
 */
function leaks({ files }: FuzzInput, output: string): string[] {
  if (!output.includes(marker)) {
    return [];
  }
  const decoder = new TextDecoder();
  const texts = Object.values(files).map(file =>
    file instanceof Uint8Array
      ? decoder.decode(file)
      : (typeof file === 'string' && file) || '',
  );
  const documents = texts.flatMap(text =>
    text.split(/^---\n/m).map(part => part.trimEnd()),
  );
  const times = (text: string, value: string) => text.split(value).length - 1;
  return planted.flatMap(({ document, values }) => {
    const unharmed = documents.filter(part => part === document).length;
    return values
      .filter(
        value =>
          unharmed > 0 &&
          output.includes(value) &&
          texts.reduce((sum, text) => sum + times(text, value), 0) ===
            unharmed * times(document, value),
      )
      .map(value => `the facts hold the secret value ${value}`);
  });
}
