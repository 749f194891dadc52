import { run } from './run';

// `plumbline … | head` closes the pipe early, which is no fault.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') {
    process.exit(0);
  }
  throw error;
});

run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  color: process.stdout.isTTY === true && !process.env.NO_COLOR,
}).then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(
      `plumbline: ${error instanceof Error ? error.stack : error}\n`,
    );
    process.exitCode = 70;
  },
);
