import { Entries } from './directories';
import { EnvironmentWords } from './words';

/** Names that say how something is put together, not what it is: they make no company. */
const layout =
  /^([._].*|bases?|common|shared|components?|templates?|crds?|docs?|scripts?|hack|tests?|overlays?|clusters?|readme.*|chart|values|kustomization|helmfile|owners.*)$/i;

/** What stands beside environments, for all of them. */
const all = /^(all|any|defaults?|every.*|globals?|overrides?)$/i;

/** Whether a name says how something is put together, or that it is for all. */
export function isLayout(name: string): boolean {
  return layout.test(name) || all.test(name);
}

/** `stage-1`: a stage of production is called so, or the first step of something. */
const step = /^stage[-_]?\d+$/i;

/** Files that every directory may hold, and that make two directories no more alike. */
const everywhere = /^(readme.*|owners|\.git.*|\.ds_store)$/i;

/** An overlay is a kustomization, whatever it is for. */
const kustomization = /^kustomization(\.ya?ml)?$/i;

/** This many neighbours of another kind make a lone environment a thing like them: a namespace called `development`. */
const crowd = 3;

/** This many things by the same name in several environments make it a custom to call them so. */
const custom = 3;

/** A directory that holds this many of the names beside it holds another instance of those: `apps/staging/shop`. */
const repeated = 2;

/** Directories that hold this many entries, and the same ones, are of one kind. */
const twinSize = 2;

const noEntries: Entries = { directories: new Map(), files: new Set() };

/** `staging.shop.example`: a name below that of a host. */
const subdomain = /^([a-z0-9-]+)\.((?:[a-z0-9-]+\.)+[a-z]{2,})$/i;

/** `values-prod.yaml` without its extension. */
function stemOf(file: string): string {
  return file
    .replace(/\.(gotmpl|tpl|j2)$/i, '')
    .replace(/\.(ya?ml|json|env|properties|tfvars)$/i, '')
    .replace(/\.(enc|sops|dec)$/i, '');
}

/** The same without what says that it is encrypted, which says nothing of its place: `enc-prod.secret` is `prod`. */
function withoutMarks(stem: string): string {
  return stem
    .replace(/^(enc|encrypted|sops)[-_.]/i, '')
    .replace(/\.secrets?$/i, '');
}

/** Names side by side. */
class Company {
  /** Environments that stand here by a name of their own. */
  readonly names = new Set<string>();
  /** Their names as written; at most a few of those that mean the same. */
  readonly environments: string[] = [];
  readonly holdsEnvironments: boolean;
  readonly isCrowd: boolean;
  /** Whether steps are counted here: `stage-1`, `stage-2`, and no environment beside them. */
  readonly areSteps: boolean;
  readonly rings: number;
  readonly #words: EnvironmentWords;
  /** Environments by what their names have in common: `cart-dev` and `cart-prod`. */
  readonly #pairs = new Map<string, Set<string>>();
  readonly #plainPairs = new Set<string>();
  /** What stands here with an environment at the end of its name, and without one: `cart` and `cart-dev`. */
  readonly #bare: ReadonlySet<string>;
  /** What hosts here are below, where that stands here as well, or several are: `shop.example` of `staging.shop.example`. */
  readonly #hosts = new Set<string>();
  #custom: boolean | undefined;
  readonly #answers = new Map<Company, Map<string, string | undefined>>();

  constructor(words: EnvironmentWords, names: string[]) {
    this.#words = words;
    const plain = new Set<string>();
    const ends = new Set<string>();
    let others = 0;
    let rings = 0;
    let steps = 0;
    for (const name of names) {
      if (step.test(name)) {
        steps++;
      }
      const environment = words.strict(name, 'all');
      if (environment !== undefined) {
        this.names.add(environment);
        if (this.environments.length < 20) {
          this.environments.push(name);
        }
        if (words.strict(name) !== undefined) {
          plain.add(environment);
        }
        continue;
      }
      if (/^ring[-_]?\d+$/i.test(name)) {
        rings++;
      } else if (!layout.test(name)) {
        others++;
      }
      const parted = words.without(name);
      if (parted?.atEnd && words.isPlain(parted.environment)) {
        ends.add(parted.rest);
      }
      const pair = parted ?? words.glued(name);
      if (pair) {
        const known = this.#pairs.get(pair.rest);
        if (known) {
          known.add(pair.environment);
        } else {
          this.#pairs.set(pair.rest, new Set([pair.environment]));
        }
        if (words.isPlain(pair.environment)) {
          this.#plainPairs.add(pair.rest);
        }
      }
    }
    const known = new Set(names);
    const below = new Set<string>();
    for (const name of names) {
      const host = subdomain.exec(name)?.[2];
      if (host !== undefined && (below.has(host) || known.has(host))) {
        this.#hosts.add(host);
      }
      if (host !== undefined) {
        below.add(host);
      }
    }
    const bare = new Set(names.map(name => words.spelled(name)));
    this.#bare = new Set([...ends].filter(rest => bare.has(rest)));
    this.rings = rings;
    this.areSteps =
      steps > 1 &&
      this.names.size === 1 &&
      this.environments.every(name => step.test(name));
    this.isCrowd = others >= crowd;
    this.holdsEnvironments =
      (plain.size > 0 && this.names.size > 1) || this.names.size > 2;
  }

  /** What was told of files with these names, beside directories of those. */
  answersBeside(directories: Company): Map<string, string | undefined> {
    let answers = this.#answers.get(directories);
    if (!answers) {
      answers = new Map();
      this.#answers.set(directories, answers);
    }
    return answers;
  }

  /**
   * The environment of a name that others share but for the environment. Where names do so again and again, a lone one
   * that ends like them is meant like them.
   */
  ofPair(name: string): string | undefined {
    const pair = this.#words.without(name);
    const { rest, environment } = pair ?? this.#words.glued(name) ?? {};
    if (rest === undefined || environment === undefined) {
      return undefined;
    }
    return this.#isPair(rest) ||
      (pair?.atEnd &&
        this.#words.isPlain(environment) &&
        (this.#endsWithEnvironment() ||
          (this.#bare.has(rest) && this.#bare.size >= custom)))
      ? environment
      : undefined;
  }

  /** The environment of a name below that of a host which stands here as well, or has others below it here. */
  ofHost(name: string): string | undefined {
    const [, word, host] = subdomain.exec(name) ?? [];
    return host !== undefined && this.#hosts.has(host)
      ? this.#words.strict(word)
      : undefined;
  }

  #isPair(rest: string): boolean {
    return this.#plainPairs.has(rest) && (this.#pairs.get(rest)?.size ?? 0) > 1;
  }

  /** Whether it is the custom here to end names with the environment. */
  #endsWithEnvironment(): boolean {
    this.#custom ??=
      [...this.#pairs.keys()].filter(rest => this.#isPair(rest)).length >=
      custom;
    return this.#custom;
  }
}

/** Companies by their names: in most repositories many directories hold the same ones. */
export class Companies {
  readonly words: EnvironmentWords;
  readonly #byNames = new Map<string, Company>();

  constructor(words: EnvironmentWords) {
    this.words = words;
  }

  of(names: Iterable<string>): Company {
    const list = [...names];
    const key = list.join('/');
    let company = this.#byNames.get(key);
    if (!company) {
      company = new Company(this.words, list);
      this.#byNames.set(key, company);
    }
    return company;
  }
}

/**
 * What the names in one directory say about each other. A name that means many things (`test`), or that holds more
 * than an environment (`cart-prod`), is told by its neighbours.
 */
export class Siblings {
  readonly #words: EnvironmentWords;
  readonly #recurs: (name: string) => boolean;
  readonly #entries: Entries;
  readonly #directories: Company;
  readonly #files: Company;

  constructor(
    companies: Companies,
    recurs: (name: string) => boolean,
    entries: Entries = noEntries,
  ) {
    this.#words = companies.words;
    this.#recurs = recurs;
    this.#entries = entries;
    this.#directories = companies.of(entries.directories.keys());
    this.#files = companies.of([...entries.files].map(stemOf));
  }

  /** Whether several environments stand here side by side. */
  get holdsEnvironments(): boolean {
    return this.#directories.holdsEnvironments;
  }

  /** Number of directories that are called like rings. */
  get rings(): number {
    return this.#directories.rings;
  }

  /** The environment that a directory here is, and how that is known. */
  ofDirectory(name: string, belowBase: boolean): string | undefined {
    const plain = this.#words.strict(name);
    const company = this.#directories;
    if (company.areSteps && step.test(name)) {
      return undefined;
    }
    if (plain !== undefined) {
      return company.holdsEnvironments ||
        !(belowBase || (company.isCrowd && !this.#repeatsNeighbours(name)))
        ? plain
        : undefined;
    }
    const some = this.#words.strict(name, 'all');
    if (some !== undefined) {
      return company.holdsEnvironments && this.#isAlike(name)
        ? some
        : undefined;
    }
    return (
      (company.holdsEnvironments && this.#isAlike(name)
        ? this.special(name)
        : undefined) ??
      company.ofHost(name) ??
      company.ofPair(name) ??
      this.twin(name)
    );
  }

  /** The environment of a name that others here share but for the environment. */
  ofPair(name: string): string | undefined {
    return this.#directories.ofPair(name);
  }

  /**
   * A name that says more than its environment. Where it recurs and the environment itself stands beside it, it is one
   * of its own (`production-downstream` beside `production`), for what differs is not to be merged.
   */
  special(name: string): string | undefined {
    const found = this.#words.without(name);
    // What means many things says nothing beside another word.
    if (found && !this.#words.isPlain(found.environment)) {
      return this.#directories.ofPair(name);
    }
    return found &&
      this.#directories.names.has(found.environment) &&
      this.#recurs(name)
      ? name.toLowerCase()
      : found?.environment;
  }

  /** An environment that only this repository calls so: built like those that stand beside it. */
  unknown(name: string): string | undefined {
    return this.#unknown(name);
  }

  /** The same of an overlay: it may as well be of a kind of its own, as `openshift` and `tls` are. */
  unknownOverlay(name: string): string | undefined {
    return this.#unknown(name, kustomization);
  }

  #unknown(name: string, besides?: RegExp): string | undefined {
    return this.#directories.holdsEnvironments &&
      !isLayout(name) &&
      this.#isAlike(name, besides)
      ? name.toLowerCase()
      : undefined;
  }

  /** Whether others tell the same of all files that these were asked about. */
  tellsAlike(others: Siblings): boolean {
    const answers = this.#files.answersBeside(this.#directories);
    return [...answers].every(([key, environment]) => {
      const explicit = key.endsWith('/');
      const name = explicit ? key.slice(0, -1) : key;
      return others.ofFile(name, explicit) === environment;
    });
  }

  /** All that is told of the directories that stand here. */
  ofDirectories(): string {
    return JSON.stringify(
      [...this.#entries.directories.keys()].map(name => [
        this.ofDirectory(name, true),
        this.ofDirectory(name, false),
        this.special(name),
        this.unknown(name),
        this.unknownOverlay(name),
        this.twin(name),
      ]),
    );
  }

  ofFile(name: string, explicit: boolean): string | undefined {
    const answers = this.#files.answersBeside(this.#directories);
    const key = explicit ? `${name}/` : name;
    if (!answers.has(key)) {
      const environment = this.#environmentOfFile(name, explicit);
      // What was put away is put away whole.
      answers.set(key, environment === 'archived' ? undefined : environment);
    }
    return answers.get(key);
  }

  #environmentOfFile(name: string, explicit: boolean): string | undefined {
    const words = this.#words;
    const stem = stemOf(name);
    const values = /^values?[-_.](.+)$|^(.+)[-_.]values?$/i.exec(stem);
    if (values) {
      const said = withoutMarks(values[1] ?? values[2]);
      return (
        words.configured(said) ??
        words.strict(said, 'all') ??
        this.#files.ofPair(stem)
      );
    }
    const plain =
      words.strict(stem) ??
      words.strict(
        withoutMarks(stem).replace(
          /^(secrets?|config|vars|params|env)[-_.]/i,
          '',
        ),
      );
    if (plain !== undefined) {
      return explicit || this.#files.holdsEnvironments || !this.#files.isCrowd
        ? plain
        : undefined;
    }
    if (explicit) {
      return words.loose(stem);
    }
    return (
      (this.#files.holdsEnvironments || this.#directories.holdsEnvironments
        ? words.strict(stem, 'all')
        : undefined) ?? this.#files.ofPair(stem)
    );
  }

  /**
   * An environment that only this repository calls so, beside usual ones and wherever those stand: it holds the very
   * files that one of them holds, and few others stand here. Terraform has the same files for whatever it makes.
   */
  twin(name: string): string | undefined {
    const { holdsEnvironments, isCrowd, environments } = this.#directories;
    const own = this.#entries.directories.get(name);
    if (
      !holdsEnvironments ||
      isCrowd ||
      isLayout(name) ||
      !own ||
      own.size < twinSize ||
      [...own].some(entry => entry.endsWith('.tf'))
    ) {
      return undefined;
    }
    return environments.some(other => {
      const names = this.#entries.directories.get(other);
      return (
        names?.size === own.size && [...own].every(entry => names.has(entry))
      );
    })
      ? name.toLowerCase()
      : undefined;
  }

  /** Whether a directory holds some of the names that stand beside it: `apps/staging/shop` beside `apps/shop`. */
  #repeatsNeighbours(name: string): boolean {
    const { directories } = this.#entries;
    let found = 0;
    for (const inner of directories.get(name) ?? []) {
      if (inner !== name && directories.has(inner) && !isLayout(inner)) {
        found++;
      }
    }
    return found >= repeated;
  }

  /** Whether a directory is built like an environment that stands beside it, in more than what every one of them holds. */
  #isAlike(name: string, besides?: RegExp): boolean {
    const own = this.#entries.directories.get(name);
    if (!own) {
      return false;
    }
    for (const other of this.#directories.environments) {
      const names = other === name ? [] : this.#entries.directories.get(other);
      for (const entry of names ?? []) {
        if (
          own.has(entry) &&
          !everywhere.test(entry) &&
          !besides?.test(entry)
        ) {
          return true;
        }
      }
    }
    return false;
  }
}
