import { EnvironmentRule } from '../reader';

/**
 * Environments in the order of promotion, with the words that people write for them.
 */
const environments: [name: string, ...words: string[]][] = [
  ['sandbox', 'sbx', 'sbox', 'playground'],
  ['development', 'dev', 'devel', 'develop'],
  ['test', 'tst', 'testing'],
  ['integration', 'int', 'sit'],
  ['qa'],
  ['nonproduction', 'nonprod', 'nonprd', 'nprd', 'npd'],
  ['performance', 'perf', 'perftest', 'loadtest'],
  ['demo'],
  ['staging', 'stage', 'stg', 'stag'],
  ['homologation', 'homologacao', 'homolog', 'hml', 'hmg'],
  ['recette', 'rec'],
  ['uat', 'acceptance', 'acc', 'accp'],
  ['preproduction', 'preprod', 'preprd', 'ppd', 'pre'],
  ['canary'],
  ['production', 'prod', 'prd', 'live', 'pro'],
  ['dr'],
  ['archived', 'archive'],
];

/** Words of their own right, which are nevertheless not the name of the one that they stand with. */
const ownNames = new Set(['playground']);

/**
 * Words that are an environment wherever they name a directory. The others (`test`, `live`, `int`, …) name many
 * things, and count only in company that makes them one.
 */
const plainNames = [
  'development',
  'nonproduction',
  'staging',
  'preproduction',
  'production',
];
const ambiguous = new Set(['live', 'develop', 'stag', 'pre', 'pro']);
/** Words that begin or end many a name of something else: `pre-sync`, `fonts-pro`. */
const wholeNames = new Set(['pre', 'pro']);

/** Words that describe an environment more often than they name one: they give way to any other word. */
const weakNames = new Set([
  'performance',
  'demo',
  'recette',
  'canary',
  'dr',
  'archived',
]);

/** What may stand beside the environment in one name: numbers, regions, parts of the world, kinds of machinery. */
const besides =
  /^(\d+|[a-z]{1,3}\d+|us|eu|ap|sa|ca|me|af|uk|de|gb|emea|apac|amer|west|east|north|south|central|(north|south)(east|west)|(us|eu|ap)(west|east|north|south|central)\d*|primary|secondary|blue|green|global|multi|region|cluster|k8s|kubernetes|env|environment|base|infra|gke|eks|aks|aro|rosa|ocp|az|aws|gcp|azure)$/;

const area =
  '(?:us|eu|ap|sa|ca|me|af|il|mx|cn|uk|de|gb|emea|apac|amer|europe|asia|australia|(?:north|south)america)';
const compass = '(?:(?:north|south)?(?:east|west)|north|south|central)';
/** A part of the name of a region: `eu`, `west1`, `uksouth`. */
const regionToken = new RegExp(
  `^(?:${area}${compass}?\\d{0,2}|${compass}${area}?\\d{0,2}|gov|\\d{1,2})$`,
);
/** What such a name does not begin with, and what alone is more often something else: a `ca` signs certificates. */
const noRegion = new RegExp(
  `^(?:\\d|gov|(?:(?:sa|ca|me|af|il|mx|cn)|${compass}\\d{0,2})$)`,
);

/** Whether a name is that of a part of the world and nothing else: `eu`, `eu-west-1`, `westeurope`. */
export function isRegion(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    !noRegion.test(lower) &&
    lower.split(/[-_]/).every(token => regionToken.test(token))
  );
}

/** Tokens of a name: `pre-prod_eu1` is `preprod`, `eu1`. */
function tokensOf(name: string): string[] {
  return name
    .toLowerCase()
    .replace(/pre[-_]pro?d(uction)?(?![a-z])/g, 'preprod')
    .replace(/non[-_]?pro?d(uction)?(?![a-z])/g, 'nonprod')
    .split(/[-_.\s]+/)
    .filter(token => token !== '');
}

const gluedWord =
  /^(.{0,60}[a-z]{2})(dev|int|qa|uat|stg|stage|staging|prd|prod|production)$/;

/** A ring of a rollout: `ring-2`, `ring2`. */
const ring = /^ring[-_]?(\d{1,3})$/i;

/** A pattern in which `*` stands for any characters. */
function matches(pattern: string, text: string): boolean {
  const [first, ...parts] = pattern.split('*');
  if (!text.startsWith(first)) {
    return false;
  }
  const last = parts.pop();
  if (last === undefined) {
    return text === first;
  }
  let at = first.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) {
      return false;
    }
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** What a name says, by its tokens. */
interface Said {
  tokens: readonly string[];
  environment?: string;
  words: readonly string[];
  others: readonly string[];
  /** Whether nothing but numbers and regions stands beside it. */
  alone: boolean;
  /** Whether its words mean hardly anything else. */
  plain: boolean;
}

/** Names recur in a tree again and again; what is remembered of them has an end. */
const mostRemembered = 10_000;

/**
 * The words that mean environments: those that an organisation configured, then those that are known by themselves.
 */
export class EnvironmentWords {
  readonly #byWord = new Map<string, string>();
  readonly #order = new Map<string, number>();
  readonly #plain = new Set<string>();
  readonly #configured = new Set<string>();
  readonly #patterns: { pattern: string; name: string }[] = [];
  readonly #said = new Map<string, Said>();

  constructor(rules: readonly EnvironmentRule[] = []) {
    const names = new Map(rules.map(({ name }) => [name.toLowerCase(), name]));
    for (const { name } of rules) {
      this.#order.set(name, this.#order.size);
    }
    for (const [known, ...words] of environments) {
      // Who calls it `prd` means what others call `production`.
      const meant =
        [known, ...words]
          .map(word => names.get(word))
          .find(name => name !== undefined) ?? known;
      if (!this.#order.has(meant)) {
        this.#order.set(meant, this.#order.size);
      }
      for (const word of [known, ...words]) {
        const own = ownNames.has(word) ? word : meant;
        this.#byWord.set(word, own);
        if (!this.#order.has(own)) {
          this.#order.set(own, this.#order.size);
        }
        if (plainNames.includes(known) && !ambiguous.has(word)) {
          this.#plain.add(word);
        }
      }
    }
    for (const { name, aliases = [] } of rules) {
      for (const alias of [name, ...aliases].map(word => word.toLowerCase())) {
        if (alias.includes('*') || alias.includes('/')) {
          this.#patterns.push({ pattern: alias, name });
        } else {
          this.#byWord.set(alias, name);
          this.#plain.add(alias);
          this.#configured.add(alias);
        }
      }
    }
  }

  /** The environment that configuration gives to a name, or to a directory by its whole path. */
  configured(name: string, directory?: string): string | undefined {
    const lower = name.toLowerCase();
    if (this.#configured.has(lower)) {
      return this.#byWord.get(lower);
    }
    return this.#patterns.find(({ pattern }) =>
      pattern.includes('/')
        ? directory !== undefined && matches(pattern, directory.toLowerCase())
        : matches(pattern, lower),
    )?.name;
  }

  /** The environment of a name that is one word for it and nothing else: `prd`, but not `prd-1` or `prd1`. */
  exact(name: string): string | undefined {
    return this.#byWord.get(name.toLowerCase());
  }

  /**
   * A name with each word for an environment in the place of all of them: `prd_eu1` and `production-eu1` are one name.
   */
  canonical(name: string): string {
    return this.#found(name)
      .tokens.map(token => {
        const bare = numberless(token);
        const environment = this.#byWord.get(token) ?? this.#byWord.get(bare);
        return environment === undefined
          ? token
          : [environment, token === bare ? '' : token.slice(bare.length)]
              .filter(Boolean)
              .join('-');
      })
      .join('-');
  }

  /** A name in the spelling that {@link without} has for what remains of one. */
  spelled(name: string): string {
    return this.#found(name).tokens.join('-');
  }

  /** The environment that a word as a whole means. */
  word(word: string): string | undefined {
    const lower = word.toLowerCase();
    return this.#byWord.get(lower) ?? this.#byWord.get(numberless(lower));
  }

  /** Whether an environment is one whose words mean hardly anything else. */
  isPlain(environment: string): boolean {
    return this.#plain.has(environment.toLowerCase());
  }

  /** The environment of a name that consists of one, and of numbers and regions beside it. */
  strict(name: string, which: 'plain' | 'all' = 'plain'): string | undefined {
    const { alone, plain, environment } = this.#found(name);
    return alone && (which === 'all' || plain) ? environment : undefined;
  }

  /** The environment that a name speaks of. One that speaks of two says neither. */
  loose(name: string): string | undefined {
    return (
      this.configured(name) ??
      this.word(name.trim()) ??
      this.#found(name).environment
    );
  }

  /** `idfprod`: the word of an environment at the end of a name, without anything between. Others have to confirm it. */
  glued(name: string): { rest: string; environment: string } | undefined {
    const [, rest, word] = gluedWord.exec(name.toLowerCase()) ?? [];
    const environment = word === undefined ? undefined : this.word(word);
    return environment === undefined ? undefined : { rest, environment };
  }

  /** Whether a name holds a word for an environment at all, be it one among others. */
  speaks(name: string): boolean {
    return this.#found(name).words.length > 0;
  }

  /** The same for what is not sure to name an environment: said of a thing, weak words are a part of its name. */
  ofCluster(name: string): string | undefined {
    const environment = this.loose(name);
    return environment !== undefined &&
      weakNames.has(environment) &&
      this.configured(name) === undefined
      ? undefined
      : environment;
  }

  /** `cart-prod`: the words of environments that mean little else, at the end of the name of a namespace. */
  ofNamespace(name: string | undefined): string | undefined {
    // `cart-non-prod` ends with one word, not with `prod`.
    const { tokens, environment } = this.#found(name ?? '');
    return environment === this.strict(tokens.at(-1) ?? '')
      ? environment
      : undefined;
  }

  /**
   * What remains of a name without the word of its environment: `cart-prod` is `cart`. The word stands at an end of the
   * name, or `anywhere`.
   */
  without(
    name: string,
    where: 'ends' | 'anywhere' = 'ends',
  ): { rest: string; environment: string; atEnd: boolean } | undefined {
    const { tokens, environment, words, others } = this.#found(name);
    const at = words.length === 1 ? tokens.indexOf(words[0]) : -1;
    const atEnd = at === tokens.length - 1;
    return environment !== undefined &&
      others.length > 0 &&
      at >= 0 &&
      (where === 'anywhere' || at === 0 || atEnd)
      ? { rest: others.join('-'), environment, atEnd }
      : undefined;
  }

  /** Position in the order of promotion; what is not known comes after all others. */
  order(name: string): number {
    const unknown = this.#order.size + 1;
    const number = ring.exec(name)?.[1];
    return (
      this.#order.get(name) ??
      // Rings are an axis of their own, in the order of their numbers.
      (number === undefined
        ? this.#order.get(this.loose(name) ?? '')
        : this.#order.size + Number(number) / 1000) ??
      unknown
    );
  }

  #found(name: string): Said {
    let said = this.#said.get(name);
    if (!said) {
      said = this.#read(tokensOf(name));
      if (this.#said.size >= mostRemembered) {
        this.#said.clear();
      }
      this.#said.set(name, said);
    }
    return said;
  }

  #read(tokens: string[]): Said {
    // Let's Encrypt has a staging and a production of its own.
    const words = /lets-?encrypt|issuer/.test(tokens.join('-'))
      ? []
      : tokens.filter(token => {
          const environment = this.word(token);
          // Beside other words, it says what a thing does.
          if (environment === 'archived') {
            return tokens.length === 1;
          }
          return (
            environment !== undefined &&
            (!wholeNames.has(token) ||
              tokens.every(other => other === token || besides.test(other)))
          );
        });
    const strong = words.filter(
      token => !weakNames.has(this.word(token) ?? ''),
    );
    const counted = strong.length > 0 ? strong : words;
    const names = new Set(counted.map(token => this.word(token)));
    const others = tokens.filter(token => !counted.includes(token));
    return {
      tokens,
      environment: names.size === 1 ? [...names][0] : undefined,
      words: counted,
      others,
      alone: others.every(token => besides.test(token)),
      plain: counted.every(word => this.#plain.has(numberless(word))),
    };
  }
}

/** `prod1` and `dev02` are `prod` and `dev`. */
function numberless(token: string): string {
  return /^[a-z]+\d+$/.test(token) ? token.replace(/\d+$/, '') : token;
}

/** Environments where little harm is done: what changes by itself does so on purpose, and a password opens nothing that matters. */
const harmless =
  /^(development|dev|local|test|testing|sandbox|playground|preview|integration|ci|e2e|ephemeral|ring-0)([-_].*)?$/;

/** Whether little harm is done in this environment. */
export function isHarmless(environment: string): boolean {
  return harmless.test(environment);
}

/** The name of a ring, as it stands in a path. */
export function ringOf(name: string): string | undefined {
  const number = ring.exec(name)?.[1];
  return number === undefined ? undefined : `ring-${Number(number)}`;
}

const known = new EnvironmentWords();
const configured = new WeakMap<readonly EnvironmentRule[], EnvironmentWords>();

/** The words that hold under some rules, made once. */
export function wordsOf(
  rules: readonly EnvironmentRule[] | undefined,
): EnvironmentWords {
  if (!rules || rules.length === 0) {
    return known;
  }
  let words = configured.get(rules);
  if (!words) {
    words = new EnvironmentWords(rules);
    configured.set(rules, words);
  }
  return words;
}

/**
 * The environment that a name speaks of: `prd` and `prod-eu` are `production`. Undefined when it speaks of none, or
 * of two. For names that are known to name an environment or a cluster; {@link environmentOf} is for paths.
 *
 * @public
 */
export function classifyEnvironment(
  name: string,
  rules?: readonly EnvironmentRule[],
): string | undefined {
  return wordsOf(rules).ofCluster(name);
}

/**
 * A name of a place in one spelling: `prod-eu` and `production_eu` are two names for one place. It is for comparing, not
 * for people.
 *
 * @public
 */
export function canonicalPlace(
  name: string,
  rules?: readonly EnvironmentRule[],
): string {
  return wordsOf(rules).canonical(name);
}

/**
 * Position of an environment in the order of promotion, for sorting. One that is not known comes after all others.
 *
 * @public
 */
export function environmentOrder(
  name: string,
  rules?: readonly EnvironmentRule[],
): number {
  return wordsOf(rules).order(name);
}
