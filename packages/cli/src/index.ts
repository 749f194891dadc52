import { run } from './run';

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
