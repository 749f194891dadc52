import { parseArgs } from 'node:util';
import { readRepository } from '@plumbline/gitops-reader';
import { LineCounter, parseAllDocuments } from 'yaml';
import { percentile, printFigure, progress, sample } from './src/figure';
import { generate, memoryTree } from './src/repository';

/** Full index of a repository beside parsing the same YAML alone: `--services` (5 YAML files and 9 in all each). */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      services: { type: 'string', default: '500' },
      times: { type: 'string', default: '15' },
    },
  });
  const files = generate(Number(values.services));
  const texts = [...files]
    .filter(([path]) => path.endsWith('.yaml'))
    .map(([, text]) => text);
  const times = Number(values.times);
  const parse = async () => {
    for (const text of texts) {
      const lineCounter = new LineCounter();
      parseAllDocuments(text, { lineCounter }).map(document => document.toJS());
    }
  };
  const read = async () => {
    const facts = await readRepository(memoryTree(files));
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
    scale: `${texts.length} YAML files`,
    value: percentile(indexed, 0.5),
    unit: 'ms',
    baseline: {
      what: 'parsing the same YAML alone, with the same library',
      value: percentile(parsed, 0.5),
    },
    promise: 'at most 2 times the parsing',
  });
}
