/**
 * One line of a bench's output: a measurement beside its baseline, both taken in the same run.
 */
export interface Figure {
  name: string;
  /** What it was measured on: `1000000 live objects`. */
  scale: string;
  database?: string;
  value: number;
  unit: string;
  baseline: { what: string; value: number };
  /** value / baseline. */
  ratio: number;
  /** What was promised, in words; nothing here asserts it. */
  promise: string;
}

export function printFigure(figure: Omit<Figure, 'ratio'>): void {
  const rounded = (number: number) => Number(number.toPrecision(4));
  const line: Figure = {
    ...figure,
    value: rounded(figure.value),
    baseline: {
      what: figure.baseline.what,
      value: rounded(figure.baseline.value),
    },
    ratio: rounded(figure.value / figure.baseline.value),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Says on stderr what is going on, so that stdout holds figures alone. */
export function progress(text: string): void {
  process.stderr.write(`  ${text}\n`);
}

/** The value below which the share `p` of the samples lies. */
export function percentile(samples: number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1);
  return sorted[Math.max(0, index)];
}

/** Milliseconds that each of `times` calls took, one after the other. */
export async function sample(
  times: number,
  call: (index: number) => Promise<unknown>,
): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < times; index++) {
    const start = performance.now();
    await call(index);
    samples.push(performance.now() - start);
  }
  return samples;
}
