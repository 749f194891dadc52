import { Guess } from '../facts';
import { gap } from '../readers/helm/template/value';
import { wordsOf } from '../readers/paths';
import { ParsedRepository } from '../readers/reader';
import { baseName } from '../files/treePaths';
import { AskedPath, Deployment } from './deployment';
import { TreeIndex } from './treeIndex';

/** A repository URL in the form that all its spellings share: `github.com/acme/app-config`. @public */
export function normalizeRepositoryUrl(url: string): string {
  return (
    url
      .trim()
      .toLowerCase()
      .replace(/^[a-z+]+:\/\//, '')
      .replace(/^[^/@]*@/, '')
      .replace(/^([^/:]+):(?!\d+\/)/, '$1/')
      .replace(/:\d+\//, '/')
      .replace(/(?<!\/)\/+$/, '')
      .replace(/\.git$/, '')
      // Azure DevOps and Bitbucket call a repository otherwise over HTTPS than over SSH.
      .replace(/\/_git\/(?=[^/]+$)/, '/')
      .replace(/^(?:vs-)?ssh\.(dev\.azure|visualstudio)\.com\/v3\//, '$1.com/')
      .replace(/^([^/]+\.[^/]+\/)?scm\/(?=[^/]+\/[^/]+$)/, '$1')
  );
}

/** What tells two spellings of a name apart is not what stands between its words. */
function words(name: string): string {
  return name.replace(/[^a-z0-9]+/g, '-');
}

/** Whether a name is made of both parts of a URL. With a lone `-` between them, it may be a name of its own as well. */
function joinsBoth(name: string, url: string): boolean {
  const [owner, repository] = url.split('/').slice(-2).map(words);
  return [...name.matchAll(/[^a-z0-9]+/g)].some(
    ({ 0: between, index }) =>
      between !== '-' &&
      words(name.slice(0, index)) === owner &&
      words(name.slice(index + between.length)) === repository,
  );
}

/**
 * Whether a repository is called after an address, by the end of it: `acme/app-config`, `app-config`, or both parts of it as
 * checkouts are called (`acme_app-config`). Both normalised.
 *
 * @public
 */
export function isNamedAfter(name: string, url: string): boolean {
  return (
    url === name ||
    url.endsWith(`/${name}`) ||
    (!name.includes('/') && joinsBoth(name, url))
  );
}

/** Names by which people call the branch that a repository is read at, unless told otherwise. */
const usualBranches = /^(head|main|master|trunk)?$/i;

/** Share of the paths asked of a URL that have to be here for it to be taken for this repository. */
const enough = 0.8;

/** How many of the paths that engines read at a URL are here. */
interface Found {
  here: number;
  all: number;
}

/** Which of the places that engines deploy from is this repository, and where in it they start. */
export class OwnRepository {
  readonly #name: string;
  readonly #repository: ParsedRepository;
  readonly #index: TreeIndex;
  /** URLs that were guessed to lead here. */
  readonly #guessed = new Map<string, Found>();
  /** URLs of other repositories that are called like a checkout that says no owner. */
  #namesakes: ReadonlySet<string> = new Set();
  /** Directories that artifacts start at, by their key. */
  readonly #roots = new Map<string, string>();
  #branch: string | undefined;

  constructor(repository: ParsedRepository, index: TreeIndex) {
    this.#repository = repository;
    this.#name = normalizeRepositoryUrl(repository.repository);
    this.#index = index;
  }

  /** Whether a URL leads to this repository: by its name, or because all that is asked of it is here. */
  isOwn(url: string | undefined): boolean {
    if (url === undefined) {
      return false;
    }
    const normal = normalizeRepositoryUrl(url);
    return this.#byName(normal) || this.#guessed.has(normal);
  }

  isCertain(url: string): boolean {
    return this.#byName(normalizeRepositoryUrl(url));
  }

  #byName(normal: string): boolean {
    return isNamedAfter(this.#name, normal) && !this.#namesakes.has(normal);
  }

  /** Looks at everything that is deployed, and decides what of it comes from here. */
  learn(deployments: Deployment[], asked: AskedPath[] = []): void {
    const urls = this.#countPaths(deployments, asked);
    this.#namesakes = this.#findNamesakes(urls);
    this.#guessUrl(urls, deployments);
    this.#findRoots(deployments);
    this.#findBranch(deployments);
  }

  #countPaths(
    deployments: Deployment[],
    asked: AskedPath[],
  ): ReadonlyMap<string, Found> {
    const urls = new Map<string, Found>();
    for (const { url: written, path } of [
      ...deployments.flatMap(gitPath),
      ...asked,
    ]) {
      if (written === '' || path === '' || isOpen(written) || isOpen(path)) {
        continue;
      }
      const url = normalizeRepositoryUrl(written);
      const count = urls.get(url) ?? { here: 0, all: 0 };
      count.all++;
      if (this.#index.hasDirectory(path) || this.#repository.paths.has(path)) {
        count.here++;
      }
      urls.set(url, count);
    }
    return urls;
  }

  /** Of several URLs that a checkout may be called after, those of which nothing is here, where something is of another one. */
  #findNamesakes(urls: ReadonlyMap<string, Found>): ReadonlySet<string> {
    const named = [...urls].filter(([url]) => isNamedAfter(this.#name, url));
    return new Set(
      !this.#name.includes('/') && named.some(([, { here }]) => here > 0)
        ? named.filter(([, { here }]) => here === 0).map(([url]) => url)
        : [],
    );
  }

  /** A checkout may go by another name than its URL: then the URL whose every path is here is the one. */
  #guessUrl(urls: ReadonlyMap<string, Found>, deployments: Deployment[]): void {
    if ([...urls.keys()].some(url => this.#byName(url))) {
      return;
    }
    const deployedUrls = new Set(
      deployments
        .flatMap(gitPath)
        .filter(({ path }) => path !== '' && !isOpen(path))
        .map(({ url }) => normalizeRepositoryUrl(url)),
    );
    const [best] = [...urls]
      .filter(([, { here, all }]) => here > 0 && here >= all * enough)
      // What a generator looks for may be called so anywhere.
      .filter(([url, { here }]) => here > 1 || deployedUrls.has(url))
      .sort((a, b) => b[1].here - a[1].here);
    if (best) {
      this.#guessed.set(...best);
    }
  }

  /** Artifacts are often made of one directory of the repository: the one that holds most of what is asked of them. */
  #findRoots(deployments: Deployment[]): void {
    const paths = new Map<string, Set<string>>();
    for (const { origin, path } of deployments) {
      if (origin.type !== 'git' && path !== '' && !isOpen(path)) {
        const known = paths.get(origin.key) ?? new Set();
        paths.set(origin.key, known.add(path));
      }
    }
    const tops = ['', ...this.#index.directoriesIn('')];
    for (const [key, asked] of paths) {
      let best: { top: string; here: number } | undefined;
      for (const top of tops) {
        let here = 0;
        for (const path of asked) {
          here += this.#index.hasDirectory(top ? `${top}/${path}` : path)
            ? 1
            : 0;
        }
        if (here > (best?.here ?? 0)) {
          best = { top, here };
        }
      }
      if (best && best.here >= asked.size * enough) {
        this.#roots.set(key, best.top);
      }
    }
  }

  /** What most engines mean by this repository is the branch at hand, whatever its name: if what they want is here. */
  #findBranch(deployments: Deployment[]): void {
    const counts = new Map<string, Found>();
    for (const { origin, path } of deployments) {
      if (origin.type === 'git' && this.isOwn(origin.key) && !isOpen(path)) {
        const branch = branchOf(origin.revision);
        const count = counts.get(branch) ?? { here: 0, all: 0 };
        count.all++;
        count.here += path !== '' && this.#index.hasDirectory(path) ? 1 : 0;
        counts.set(branch, count);
      }
    }
    const others = new Set(
      (this.#repository.branches ?? []).map(({ name }) => name),
    );
    const candidates = [...counts]
      .filter(([branch]) => !others.has(branch) && !isOpen(branch))
      .filter(
        ([branch, { here, all }]) =>
          usualBranches.test(branch) || here >= all * enough,
      )
      .sort(
        (a, b) =>
          Number(usualBranches.test(b[0])) - Number(usualBranches.test(a[0])) ||
          b[1].here - a[1].here,
      );
    const branch = candidates[0]?.[0];
    this.#branch =
      branch !== undefined &&
      !usualBranches.test(branch) &&
      this.#areOfEnvironments(candidates.map(([name]) => name))
        ? undefined
        : branch;
  }

  /** `env/dev` beside `env/prod`: which of them is at hand, if any, nobody can tell by how much each deploys. */
  #areOfEnvironments(branches: readonly string[]): boolean {
    const known = wordsOf(this.#repository.environments);
    const environments = new Set(
      branches.flatMap(branch => known.loose(baseName(branch)) ?? []),
    );
    return environments.size > 1;
  }

  /** Whether a revision of this repository is the one that is read. */
  isRead(revision: string | undefined): boolean {
    const branch = branchOf(revision);
    return (
      branch === '' ||
      branch === 'HEAD' ||
      branch === this.#branch ||
      branch === this.#repository.revision ||
      (usualBranches.test(branch) &&
        usualBranches.test(this.#branch ?? '') &&
        !this.#repository.branches?.some(({ name }) => name === branch)) ||
      // A variable is mostly filled in with that; what a template leaves open is unknown.
      (isOpen(branch) && !branch.includes(gap))
    );
  }

  /** The directory of this tree that a path of an origin means; undefined when it is not of here, or not there. */
  resolve({ origin, path }: Deployment): string | undefined {
    if (isOpen(path)) {
      return undefined;
    }
    let directory: string | undefined;
    if (origin.type === 'git') {
      directory = this.isOwn(origin.key) ? path : undefined;
    } else {
      const root = this.#roots.get(origin.key);
      if (root !== undefined) {
        directory = [root, path].filter(part => part !== '').join('/');
      }
    }
    return directory !== undefined && this.#index.hasDirectory(directory)
      ? directory
      : undefined;
  }

  /** All that was learnt, as text. */
  state(): string {
    return JSON.stringify([
      [...this.#guessed.keys()],
      [...this.#namesakes],
      this.#branch,
    ]);
  }

  /** What was guessed of these URLs, in any spelling. */
  guesses(urls: ReadonlySet<string>): Guess[] {
    const asked = new Set([...urls].map(normalizeRepositoryUrl));
    const guessed = [...this.#guessed].filter(([url]) => asked.has(url));
    return guessed.map(([url, { here, all }]) => ({
      about: 'repository-url',
      guess: `${url} is this repository`,
      why: `${here} of ${all} paths that engines read there are here`,
    }));
  }
}

function gitPath({ origin, path }: Deployment): AskedPath[] {
  return origin.type === 'git' ? [{ url: origin.key, path }] : [];
}

/** Whether somebody has still to fill in a part of a text. */
export function isOpen(text: string | undefined): boolean {
  return (
    text !== undefined &&
    /\uE000|\{\{|\$\{|\$\(|<[^<>]*>|%[A-Z_]+%|__\w+__/.test(text)
  );
}

function branchOf(revision: string | undefined): string {
  return (revision ?? '').replace(/^refs\/(heads|tags)\//, '');
}
