// Checks inputs of a fuzz run, one at a time, as its parent asks. Run as a bundle, see ../fuzz.mjs.
import { check } from '../../packages/gitops-reader/src/__fuzz__/check';
import { fuzzInput } from '../../packages/gitops-reader/src/__fuzz__/input';
import { checkCheckout } from './checkout.mjs';
import { processorTime } from './processorTime.mjs';
import { pace } from './pace.mjs';
import { checkQuestion } from './question.mjs';

/** Mostly trees in memory; now and then a checkout on disk, or a question. */
async function checkOne(seed, index) {
  const input = fuzzInput(seed, index);
  if (index % 100 === 7) {
    const checked = await checkCheckout(input);
    return { title: `checkout, ${input.title}`, ...checked };
  }
  const took = processorTime();
  const [title, problems] =
    index % 20 === 13
      ? ['question', await checkQuestion(seed, index)]
      : [input.title, await check(input)];
  return { title, problems, took: took() };
}

/** An input as JSON can hold it. */
function shown({ title, files, live }) {
  const text = file =>
    file instanceof Uint8Array ? new TextDecoder().decode(file) : file;
  return {
    title,
    live,
    files: Object.fromEntries(
      Object.entries(files).map(([path, file]) => [path, text(file)]),
    ),
  };
}

process.on('message', async message => {
  if (message.pace) {
    process.send({ slowness: pace() });
    return;
  }
  const { seed, index, show } = message;
  if (show) {
    process.send(shown(fuzzInput(seed, index)));
    return;
  }
  process.send({ index, ...(await checkOne(seed, index)) });
});
