import { cleanLiveObject, JsonObject } from '@plumbline/gitops-reader';
import {
  isSecretResource,
  everyResource,
  resourcesOf,
  selectResources,
} from '@plumbline/kubernetes-access';
import { execFile } from 'node:child_process';
import { InputProblem } from '../lib/InputProblem';
import { clean } from '../lib/text';

const PAGE = 500;
const MAX_PAGE_BYTES = 512 * 1024 * 1024;
/** A list whose pages expired under way begins again, but not forever. */
const MAX_LISTS = 3;

/** A resource as the cluster serves it. */
export interface ServedResource {
  name: string;
  group: string;
  kind: string;
  apiVersion: string;
  path: string;
  /** Of these nothing but the metadata is sent. */
  metadataOnly: boolean;
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
    failed: { name: string; group: string; reason: string }[];
  }> {
    const served: ServedResource[] = [];
    const failed: { name: string; group: string; reason: string }[] = [];
    const { groups = [] } = await this.#get<Discovery>('/apis');
    const versions = new Map([
      ['', 'v1'],
      ...groups.map(({ name, preferredVersion }): [string, string] => [
        name,
        preferredVersion.groupVersion,
      ]),
    ]);
    for (const rule of selectResources()) {
      const { group } = rule;
      const wanted = resourcesOf(rule);
      const apiVersion = versions.get(group);
      if (!apiVersion) {
        continue;
      }
      const path = `${group ? '/apis' : '/api'}/${apiVersion}`;
      try {
        const found = await this.#get<Discovery>(path);
        for (const { name, kind, verbs } of found.resources ?? []) {
          if (
            (wanted.includes(name) ||
              (wanted.includes(everyResource) && !name.includes('/'))) &&
            verbs.includes('list') &&
            !isSecretResource({ resource: name, kind })
          ) {
            served.push({
              name,
              group,
              kind,
              apiVersion,
              path: `${path}/${name}`,
              metadataOnly: rule.metadata?.includes(name) ?? false,
            });
          }
        }
      } catch (error) {
        if (!(error instanceof ServerError)) {
          throw error;
        }
        failed.push(
          ...wanted.map(name => ({ name, group, reason: error.reason })),
        );
      }
    }
    return { served, failed };
  }

  /** All objects of a resource, cleaned: nothing secret is held for longer than it takes to read a page. */
  async list(resource: ServedResource): Promise<JsonObject[]> {
    const { apiVersion, kind, path, metadataOnly } = resource;
    let objects: JsonObject[] = [];
    let token = '';
    let lists = 1;
    for (;;) {
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
          // What was listed before may have changed, or be gone.
          objects = [];
          token = '';
          lists += 1;
          continue;
        }
        throw error;
      }
      for (const item of page.items ?? []) {
        const kept = cleanLiveObject({
          // Items of a typed list do not repeat their kind.
          apiVersion,
          kind,
          ...(metadataOnly ? { metadata: item.metadata ?? {} } : item),
        });
        if (kept) {
          objects.push(kept);
        }
      }
      token = page.metadata?.continue ?? '';
      if (!token) {
        return objects;
      }
    }
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
