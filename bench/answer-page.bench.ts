import { parseArgs } from 'node:util';
import { painted, withPortal } from './src/browser';
import { percentile, printFigure } from './src/figure';

const ANSWER = '#plumbline-owner';
const BOX = 'textarea';

/** A link as an annotation of an alert makes it, followed in a browser on the built portal: `--times`. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { times: { type: 'string', default: '20' } },
  });
  await withPortal(async (page, baseUrl) => {
    const link = `${baseUrl}/oncall?${new URLSearchParams({
      namespace: 'shop',
      pod: 'cart-6f5c9799d8-mf6hp',
      cluster: 'prod-eu',
    })}`;
    const follow = () => painted(page, link, ANSWER, '/v1/lookup');
    await follow();
    const taken = { all: [] as number[], own: [] as number[] };
    const box: number[] = [];
    // In turns, so that neither has the machine's better minute.
    for (let index = 0; index < Number(values.times); index++) {
      const { all, own } = await follow();
      taken.all.push(all);
      taken.own.push(own);
      box.push((await painted(page, `${baseUrl}/oncall`, BOX)).all);
    }
    for (const p of [0.5, 0.99]) {
      const common = {
        scale: 'the demo organisation',
        unit: 'ms',
        promise: 'an answer within seconds of the tap',
      };
      printFigure({
        ...common,
        name: `a link to the painted answer, p${p * 100}`,
        value: percentile(taken.all, p),
        baseline: {
          what: 'the empty page, from the start of its navigation',
          value: percentile(box, p),
        },
      });
    }
    printFigure({
      scale: 'the demo organisation',
      unit: 'ms',
      promise: 'none',
      name: 'from the answer to its painting, p50',
      value: percentile(taken.own, 0.5),
      baseline: {
        what: 'from the start of the navigation',
        value: percentile(taken.all, 0.5),
      },
    });
  });
}
