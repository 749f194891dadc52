import {
  Claim,
  CredentialFact,
  DeclaredObject,
  DirectoryClaims,
  Finding,
  Guess,
  JsonValue,
  ObjectRef,
  PinAutomation,
  PolicyFact,
  SecretFact,
  ServicePin,
  TeamFact,
} from '../facts';
import { PathSet } from '../files/pathSets';
import { Branch, HostKind } from '../files/tree';

/**
 * Line numbers of a parsed value, in its shape: a number for a scalar, `at` plus the children otherwise.
 *
 * @public
 */
export type LineTree =
  number | { at: number; of: { [key: string]: LineTree } | LineTree[] };

/**
 * One document of a YAML or JSON file. Secret values have been cut off already.
 *
 * @public
 */
export interface YamlDocument {
  value: JsonValue;
  lines: LineTree;
  /** Line of the document's first node. */
  line: number;
}

/**
 * A file whose content was read. Depends on its path and content alone, so that it can be kept by digest.
 *
 * @public
 */
export interface ParsedFile {
  path: string;
  digest: string;
  /** Documents of a YAML or JSON file, empty for any other. */
  documents: YamlDocument[];
  /** Text of a file that is not YAML (CODEOWNERS, OWNERS, a chart's template), where a reader asked for it. */
  text?: string;
  /** What parsing found out and cut off: plaintext secrets, merge keys, …. */
  findings: Finding[];
  /** Lines that a comment hands over to Flux's image automation, by their number. */
  policyMarkers?: ReadonlyMap<number, PinAutomation>;
  /** Paths that placeholders of the Argo CD Vault plugin name (`<path:kv/cart#password>`), by the number of their line. */
  vaultPaths?: ReadonlyMap<number, readonly string[]>;
  /** Why the file, or a part of it, could not be read. */
  skipped?: string;
}

/**
 * An environment as the organisation names it.
 *
 * @public
 */
export interface EnvironmentRule {
  name: string;
  /** Other words that mean it in paths, clusters and branches; `*` stands for any characters. */
  aliases?: readonly string[];
}

/**
 * What readers see: every path of the tree, and the parsed content of those that some reader wanted.
 *
 * @public
 */
export interface ParsedRepository {
  repository: string;
  revision: string;
  /** The kind of its host, where its address tells. */
  hostKind?: HostKind;
  /** All paths of the tree. */
  paths: ReadonlySet<string>;
  files: ReadonlyMap<string, ParsedFile>;
  /** Labels and annotations that name a team, where the defaults are not wanted. */
  ownershipLabels?: readonly string[];
  /** Environments in their order, before those that are known by themselves. */
  environments?: readonly EnvironmentRule[];
  /** Other branches, where the tree knows them. */
  branches?: readonly Branch[];
  /** Stands for what is kept between reads: the same object in every read of this repository with these settings. */
  memory?: object;
  /** Paths that went, came or changed since the last read with this memory, in this order; absent in the first one. */
  changed?: ReadonlySet<string>;
  /** A number for each path, also of those that have gone since, which grows along the tree. */
  order?: ReadonlyMap<string, number>;
  /** How many reads with this memory came before: what is kept of the last one is one less. */
  reads?: number;
}

/**
 * What one reader found.
 *
 * @public
 */
export interface ReaderResult {
  objects?: DeclaredObject[];
  /** Files whose plain objects are not applied as they are, because this reader built or explained them. */
  consumed?: PathSet;
  secrets?: SecretFact[];
  credentials?: CredentialFact[];
  policies?: PolicyFact[];
  pins?: ServicePin[];
  guesses?: Guess[];
  teams?: TeamFact[];
  findings?: Finding[];
  /** Claims on a path; the object is given when the path declares one. Most specific first. */
  claims?: (
    path: string,
    object?: ObjectRef & { labels?: Record<string, string> },
  ) => Claim[];
  /** Claims of directories on all below them. The innermost of each source counts. */
  directoryClaims?: DirectoryClaims[];
}

/**
 * The contract of every reader folder.
 *
 * @public
 */
export interface Reader {
  /** Name of its folder. */
  readonly name: string;
  /**
   * Whether it needs the content of this file: documents of YAML and JSON (never of a chart's templates, which are
   * no YAML), the text of anything else. Looks at the path only.
   */
  wants(path: string): boolean;
  /** Files that are no YAML or JSON and larger than this many bytes are not for this reader. */
  readonly largestText?: number;
  /** Whether it needs the text of this chart's template (or of a file that is no YAML). */
  wantsText?(path: string): boolean;
  /**
   * The long part of `read` in pieces, so that others get their turn between them. What it works out is remembered for
   * `read`, which comes to the same without it.
   */
  prepare?(repository: ParsedRepository): Iterable<void>;
  /** Pure and synchronous: facts with evidence, never throws on anything that a repository can hold. */
  read(repository: ParsedRepository): ReaderResult;
}
