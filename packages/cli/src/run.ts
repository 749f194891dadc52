import {
  Command,
  CommanderError,
  InvalidArgumentError,
  Option,
} from 'commander';
import { GitError } from '@plumbline/git-source';
import { check, formats } from './check/check';
import { InputProblem } from './lib/InputProblem';
import { Io } from './lib/Io';
import { severities } from './lib/printed';
import { push } from './push/push';
import { rbac } from './rbac/rbac';
import { scan } from './scan/scan';
import { who } from './who';

const codes = `
Exit codes:
  0  an owner was found (scan: the checkout was read; check: nothing found; push: accepted; rbac: printed)
  1  nobody owns it, or nothing matched (check: something found; push: refused)
  2  wrong usage, or input that cannot be read`;

/** Runs the command line; resolves with the exit code. */
export async function run(args: string[], io: Io): Promise<number> {
  let code = 0;
  const program = new Command('plumbline')
    .description(
      'From an alert to the owning team and the config line behind it, from checkouts and cluster snapshots.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: text => io.stdout.write(text),
      writeErr: text => io.stderr.write(text),
    })
    .showHelpAfterError('(see plumbline --help)')
    .addHelpText('after', codes);

  program
    .command('scan')
    .summary('what a checkout declares, who owns it, and what is wrong')
    .description(
      'Reads a checkout: objects, services with their owners and versions, secrets and findings.',
    )
    .argument('<checkout>', 'directory of the repository')
    .option('--json', 'print plumbline.scan/v1')
    .option(
      '--overlay <dir>',
      'only the objects that this kustomization builds',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ plumbline scan .
  $ plumbline scan ../app-config --json | jq '.services[] | {name, owners}'
  $ plumbline scan . --overlay apps/cart/overlays/production`,
    )
    .action(async (checkout, options) => {
      code = await scan(checkout, options, io);
    });

  program
    .command('check')
    .summary('what is wrong in a checkout, for CI')
    .description(
      'Holds a checkout against all rules. Exits with 1 when something is found, 0 otherwise.',
    )
    .argument('<checkout>', 'directory of the repository')
    .option(
      '--base <revision>',
      'only what is new against this commit, branch or tag',
    )
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(formats)
        .default('text'),
    )
    .addOption(
      new Option('--severity <severity>', 'the least severe that counts')
        .choices(severities)
        .default('warning'),
    )
    .option('--rule <id>', 'only this rule (repeatable)', collect, [])
    .option('--ignore <id>', 'all rules but this (repeatable)', collect, [])
    .option('--output <file>', 'write it there, and text to standard error')
    .addHelpText(
      'after',
      `
Examples:
  $ plumbline check .
  $ plumbline check . --base origin/main --format github
  $ plumbline check . --format sarif --output plumbline.sarif`,
    )
    .action(async (checkout, options) => {
      code = await check(checkout, options, io);
    });

  program
    .command('push')
    .summary('send a snapshot of a cluster to a portal that must not reach it')
    .description(
      'Reads a cluster with your kubectl, cleans what it says, and sends it to a portal. Never reads Secrets.',
    )
    .requiredOption('--cluster <name>', 'its name in plumbline.clusters')
    .requiredOption('--to <url>', 'address of the portal')
    .option('--kubectl <command>', 'kubectl, or oc', 'kubectl')
    .option('--context <context>', 'of kubectl')
    .option('--kubeconfig <file>', 'of kubectl')
    .option(
      '--token-file <file>',
      'token of the cluster (default: $PLUMBLINE_PUSH_TOKEN)',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ plumbline push --cluster prod-secure --to https://backstage.example --token-file /var/run/plumbline/token
  $ PLUMBLINE_PUSH_TOKEN=… plumbline push --cluster prod-secure --to https://backstage.example --context prod`,
    )
    .action(async options => {
      code = await push(options, io);
    });

  program
    .command('who')
    .summary('who owns what a question names')
    .description(
      'Answers who owns a workload, path, alert or name, with the evidence and the lines that configure it.',
    )
    .argument(
      '[question...]',
      'the question; - or nothing reads it from standard input',
    )
    .option(
      '--repo <checkout>',
      'a repository to read (repeatable; default: this directory)',
      collect,
      [],
    )
    .option(
      '--snapshot <dir>',
      'output of kubectl get -o yaml of one cluster, which is named like the directory (repeatable)',
      collect,
      [],
    )
    .option(
      '--cluster-environment <cluster=environment>',
      'where a cluster belongs (repeatable)',
      collectPair,
      [],
    )
    .option('--json', 'print the answer as JSON')
    .option(
      '--batch',
      'read one question a line from standard input, print one JSON answer a line',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ plumbline who '{namespace="shop", pod="cart-6f5c9799d8-mf6hp"}' --repo ../app-config --snapshot ../prod-eu
  $ plumbline who Deployment/shop/cart env=production
  $ plumbline who apps/cart/deployment.yaml
  $ plumbline who deploy/cart -- -n shop
  $ plumbline who --json < alert.json
${codes}`,
    )
    .action(async (question, options) => {
      code = await who(question, options, io);
    });

  program
    .command('rbac')
    .summary('what a cluster has to grant so that it can be read')
    .description(
      'Prints a ClusterRole for exactly what Plumbline reads of a cluster, with its binding and ServiceAccount. No Secrets.',
    )
    .option(
      '--add <resource>',
      'also this resource, as kubectl api-resources -o name prints it (repeatable)',
      collect,
      [],
    )
    .option(
      '--exclude <resource>',
      'all but this resource (repeatable)',
      collect,
      [],
    )
    .option('--name <name>', 'of role and ServiceAccount', 'plumbline')
    .option('--namespace <name>', 'of the ServiceAccount', 'plumbline')
    .option('--token', 'with a token that does not expire')
    .addHelpText(
      'after',
      `
Examples:
  $ plumbline rbac | kubectl apply -f -
  $ plumbline rbac --exclude nodes --add databases.acme.example`,
    )
    .action(options => {
      code = rbac(options, io);
    });

  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : 2;
    }
    if (error instanceof InputProblem || error instanceof GitError) {
      io.stderr.write(`plumbline: ${error.message}\n`);
      return 2;
    }
    throw error;
  }
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function collectPair(
  value: string,
  before: [string, string][],
): [string, string][] {
  const at = value.indexOf('=');
  if (at < 1 || at === value.length - 1) {
    throw new InvalidArgumentError('Write cluster=environment.');
  }
  return [...before, [value.slice(0, at), value.slice(at + 1)]];
}
