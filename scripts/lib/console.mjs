const started = Date.now();
const color = process.stderr.isTTY && !process.env.NO_COLOR;

/** Seconds since the launcher started, as people read them. */
function elapsed() {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}

/** Says what happens next. Progress goes to stderr, so that stdout holds results alone. */
export function step(text) {
  process.stderr.write(
    color ? `\x1b[1m▸ ${text}\x1b[0m\n` : `> ${text}  (${elapsed()})\n`,
  );
}

export function done(text) {
  process.stderr.write(`  ${text}  (${elapsed()})\n`);
}

/** Ends the process with a message that says what to do. */
export function fail(text) {
  process.stderr.write(
    `\n${color ? '\x1b[31m' : ''}${text}${color ? '\x1b[0m' : ''}\n`,
  );
  process.exit(1);
}
