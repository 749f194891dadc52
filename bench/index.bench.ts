import path from 'node:path';
import { parseArgs } from 'node:util';
import { openCommit } from '@plumbline/git-source';
import { FileTree, RepositoryReader } from '@plumbline/gitops-reader';
import { LineCounter, parseAllDocuments } from 'yaml';
import { percentile, printFigure, progress, sample } from './src/figure';
import { generate, keptInMemory, memoryTree } from './src/repository';

/**
 * Full index of a repository beside parsing the same YAML alone: one that is made up (`--services`, 5 YAML files and 9 in
 * all each), or the commit of a checkout (`--checkout`). Files are in memory for both.
 */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      services: { type: 'string', default: '500' },
      checkout: { type: 'string' },
      times: { type: 'string', default: '15' },
    },
  });
  const times = Number(values.times);
  if (values.checkout === undefined) {
    await compare(memoryTree(generate(Number(values.services))), times);
    return;
  }
  const repository = path.basename(values.checkout);
  const commit = await openCommit({
    gitDir: path.join(values.checkout, '.git'),
    revision: 'HEAD',
    repository,
  });
  try {
    await compare(await keptInMemory(commit.tree), times, `${repository}, `);
  } finally {
    await commit.close();
  }
}

async function compare(
  tree: FileTree,
  times: number,
  name = '',
): Promise<void> {
  const texts = await yamlOf(tree);
  const parse = async () => {
    for (const text of texts) {
      const lineCounter = new LineCounter();
      parseAllDocuments(text, { lineCounter }).map(document => document.toJS());
    }
  };
  const read = async () => {
    const facts = await new RepositoryReader().read(tree);
    progress(
      `${facts.objects.length} objects, ${facts.findings.length} findings`,
    );
  };
  await parse();
  await read();
  // In turns, so that neither has the machine's better minute.
  const parsed: number[] = [];
  const indexed: number[] = [];
  for (let turn = 0; turn < times; turn++) {
    parsed.push(...(await sample(1, parse)));
    indexed.push(...(await sample(1, read)));
  }
  printFigure({
    name: 'index a repository',
    scale: `${name}${texts.length} YAML files, ${new Set(texts).size} of them different`,
    value: percentile(indexed, 0.5),
    unit: 'ms',
    baseline: {
      what: 'parsing the same YAML alone, with the same library',
      value: percentile(parsed, 0.5),
    },
    promise: 'at most 2 times the parsing',
  });
}

/** Texts of the YAML files whose documents readers see. */
async function yamlOf(tree: FileTree): Promise<string[]> {
  const reader = new RepositoryReader();
  await reader.read(tree);
  const paths = [...(reader.parsed?.files.values() ?? [])].flatMap(file =>
    /\.ya?ml$/.test(file.path) && file.documents.length > 0 ? [file.path] : [],
  );
  const texts: string[] = [];
  for await (const file of tree.read(paths)) {
    if ('content' in file) {
      texts.push(new TextDecoder().decode(file.content));
    }
  }
  return texts;
}
