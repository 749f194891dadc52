import { check } from './check';
import { fuzzInput } from './input';
import { scenes } from './seeds';

const seed = 20;
/** A few seconds; `npm run fuzz` takes many more. */
const inputs = 600;
/** A reader that is slow on one input is slow on many: the rest would take hours to say the same. */
const enough = 3;
/** Twice of what `npm run fuzz` allows: a test runner slows what it runs. */
const longest = 2000;

describe('readers under fuzz', () => {
  it.each(scenes)('pass on $name as it is', async ({ name, files }) => {
    expect(await check({ title: name, files })).toEqual([]);
  });

  it(`survive ${inputs} damaged inputs, none of them for long`, async () => {
    const wrong: string[] = [];
    for (let index = 0; index < inputs && wrong.length < enough; index++) {
      const input = fuzzInput(seed, index);
      let took = Infinity;
      // Garbage of others may be cleared up meanwhile; an input that is slow needs the time every time.
      for (let tries = 0; tries < 3; tries++) {
        const since = process.cpuUsage();
        const problems = await check(input);
        const { user, system } = process.cpuUsage(since);
        took = (user + system) / 1000;
        wrong.push(
          ...problems.map(problem => `${index} ${input.title}: ${problem}`),
        );
        if (took < longest || took > 3 * longest) {
          break;
        }
      }
      if (took > longest) {
        wrong.push(`${index} ${input.title}: took ${Math.round(took)} ms`);
      }
    }
    expect(wrong).toEqual([]);
  }, 300_000);
});
