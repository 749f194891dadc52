import { JsonObject } from '@plumbline/gitops-reader';
import { readFile } from 'node:fs/promises';
import { InputProblem } from '../lib/InputProblem';
import { clean, count } from '../lib/text';
import { Io } from '../lib/Io';
import { Kubectl, ServerError } from './Kubectl';
import { Portal, PushRefused } from './Portal';
import { Upload } from './Upload';

interface PushOptions {
  cluster: string;
  to: string;
  kubectl: string;
  context?: string;
  kubeconfig?: string;
  tokenFile?: string;
}

/** `plumbline push`. */
export async function push(options: PushOptions, io: Io): Promise<number> {
  const portal = new Portal({ ...options, token: await tokenOf(options) });
  const kubectl = new Kubectl(options);
  const taken = new Date().toISOString();
  try {
    const { served, failed } = await kubectl.discover();
    const upload = await Upload.open(portal, taken);
    try {
      for (const { name, group, reason } of failed) {
        await upload.add([notListed({ group, kind: name }, reason)]);
        io.stderr.write(`${name}: not listed (${reason})\n`);
      }
      for (const resource of served) {
        const { name, group, kind } = resource;
        try {
          const objects = await kubectl.list(resource);
          await upload.add(objects);
          io.stderr.write(`${name}: ${count(objects.length, 'object')}\n`);
        } catch (error) {
          if (!(error instanceof ServerError)) {
            throw error;
          }
          await upload.add([notListed({ group, kind }, error.reason)]);
          io.stderr.write(`${name}: not listed (${error.reason})\n`);
        }
      }
      const accepted = await upload.finish();
      io.stdout.write(
        `Accepted: ${count(accepted.objects, 'object')} of ${clean(options.cluster)} in ${count(accepted.parts, 'part')}, taken ${clean(accepted.taken)}\n`,
      );
      for (const { path, reason } of accepted.skipped) {
        io.stdout.write(`Skipped: ${clean(path)} ${clean(reason)}\n`);
      }
      return 0;
    } catch (error) {
      await upload.cancel();
      throw error;
    }
  } catch (error) {
    if (error instanceof ServerError) {
      throw new InputProblem(`The cluster cannot be read: ${error.message}`);
    }
    if (!(error instanceof PushRefused)) {
      throw error;
    }
    io.stderr.write(`plumbline: ${error.message}\n`);
    return 1;
  }
}

async function tokenOf({ tokenFile }: PushOptions): Promise<string> {
  const token = tokenFile
    ? await readFile(tokenFile, 'utf8').catch(() => {
        throw new InputProblem(`The token file ${tokenFile} cannot be read.`);
      })
    : process.env.PLUMBLINE_PUSH_TOKEN;
  if (!token?.trim()) {
    throw new InputProblem(
      'There is no token: give --token-file, or set PLUMBLINE_PUSH_TOKEN.',
    );
  }
  return token.trim();
}

/** As the API server would say it: whatever is known of this kind then stays, and of all kinds where it is none. */
function notListed(
  details: { group: string; kind: string },
  reason: string,
): JsonObject {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason,
    details,
  };
}
