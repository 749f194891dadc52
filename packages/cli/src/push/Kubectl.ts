import { JsonObject } from '@plumbline/gitops-reader';
import { execFile } from 'node:child_process';
import { InputProblem } from '../lib/InputProblem';
import { clean } from '../lib/text';
import { resources } from './resources';

const PAGE = 500;
const MAX_PAGE_BYTES = 512 * 1024 * 1024;
/** A list whose pages expired under way begins again, but not forever. */
const MAX_LISTS = 3;

/** A resource as the cluster serves it. */
export interface ServedResource {
  name: string;
  kind: string;
  apiVersion: string;
  path: string;
}

/** The API server said no. Its reason is a word, as in `Forbidden`. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  readonly reason: string;

  constructor(reason: string) {
    super(`The API server answered ${reason}`);
    this.reason = reason;
  }
}

interface List {
  metadata?: { continue?: string };
  items?: JsonObject[];
}

interface Discovery {
  groups?: {
    name: string;
    preferredVersion: { groupVersion: string };
  }[];
  resources?: { name: string; kind: string; verbs: string[] }[];
}

/** Asks a cluster through the user's own kubectl, with the user's own rights. */
export class Kubectl {
  readonly #command: string;
  readonly #args: string[];

  constructor(options: {
    kubectl: string;
    context?: string;
    kubeconfig?: string;
  }) {
    this.#command = options.kubectl;
    this.#args = [
      ...(options.context ? ['--context', options.context] : []),
      ...(options.kubeconfig ? ['--kubeconfig', options.kubeconfig] : []),
    ];
  }

  /** Of what Plumbline reads, what this cluster has; and the API groups that do not answer. */
  async discover(): Promise<{
    served: ServedResource[];
    failed: { name: string; reason: string }[];
  }> {
    const served: ServedResource[] = [];
    const failed: { name: string; reason: string }[] = [];
    const { groups = [] } = await this.#get<Discovery>('/apis');
    const versions = new Map([
      ['', 'v1'],
      ...groups.map(({ name, preferredVersion }): [string, string] => [
        name,
        preferredVersion.groupVersion,
      ]),
    ]);
    for (const [group, wanted] of Object.entries(resources)) {
      const apiVersion = versions.get(group);
      if (!apiVersion) {
        continue;
      }
      const path = `${group ? '/apis' : '/api'}/${apiVersion}`;
      try {
        const found = await this.#get<Discovery>(path);
        for (const { name, kind, verbs } of found.resources ?? []) {
          if (wanted.includes(name) && verbs.includes('list')) {
            served.push({ name, kind, apiVersion, path: `${path}/${name}` });
          }
        }
      } catch (error) {
        if (!(error instanceof ServerError)) {
          throw error;
        }
        failed.push(...wanted.map(name => ({ name, reason: error.reason })));
      }
    }
    return { served, failed };
  }

  /** All objects of a resource, page by page. */
  async *list(resource: ServedResource): AsyncGenerator<JsonObject[]> {
    const { apiVersion, kind, path } = resource;
    let token = '';
    let lists = 1;
    do {
      const query = `limit=${PAGE}${token && `&continue=${encodeURIComponent(token)}`}`;
      let page: List;
      try {
        page = await this.#get<List>(`${path}?${query}`);
      } catch (error) {
        if (
          error instanceof ServerError &&
          /^(Expired|Gone)$/.test(error.reason) &&
          lists < MAX_LISTS
        ) {
          lists += 1;
          token = '';
          continue;
        }
        throw error;
      }
      // Items of a typed list do not repeat their kind.
      yield (page.items ?? []).map(item => ({ apiVersion, kind, ...item }));
      token = page.metadata?.continue ?? '';
      if (!token) {
        return;
      }
    } while (true);
  }

  async #get<T>(path: string): Promise<T> {
    const text = await new Promise<string>((resolve, reject) => {
      execFile(
        this.#command,
        [...this.#args, 'get', '--raw', path],
        { maxBuffer: MAX_PAGE_BYTES },
        (error, stdout, stderr) => {
          if (!error) {
            resolve(stdout);
            return;
          }
          const reason = /Error from server \((\w+)\)/.exec(stderr)?.[1];
          if (reason) {
            reject(new ServerError(reason));
          } else if (error.code === 'ENOENT') {
            reject(new InputProblem(`${this.#command} is not installed.`));
          } else {
            reject(
              new InputProblem(
                `${this.#command} cannot ask the cluster: ${clean(stderr).trim().slice(0, 500) || 'it ended without a word'}`,
              ),
            );
          }
        },
      );
    });
    try {
      return JSON.parse(text);
    } catch {
      throw new InputProblem(
        `${this.#command} get --raw ${path} printed no JSON.`,
      );
    }
  }
}
