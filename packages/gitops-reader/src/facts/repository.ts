import {
  CredentialFact,
  DeclaredObject,
  PolicyFact,
  SecretFact,
  ServicePin,
} from './declared';
import { Claim, ClaimSource, Evidence, FileLocation } from './evidence';
import { HostKind } from '../files/tree';
import { LiveObject } from './live';

/**
 * Something that was taken for granted because it is usual, and why: the reader of a scan may know better.
 *
 * @public
 */
export interface Guess {
  /** What about: `environment`, `repository-url`, `service`, `namespace`, …. */
  about: string;
  /** `clusters/prd-eu is the environment production`. */
  guess: string;
  /** What follows a `because`: `it is named so`. */
  why: string;
  location?: FileLocation;
}

/**
 * How to reach a team.
 *
 * @public
 */
export interface Contact {
  /** `person`: somebody who belongs to the team, by the name that they sign in with: `@jo`. */
  type: 'email' | 'chat' | 'oncall' | 'url' | 'person';
  /** The address or channel as people write it: `#payments-oncall`. */
  value: string;
  url?: string;
  evidence?: Evidence;
}

/**
 * A team as a directory describes it (a Backstage Group in Git, the portal's catalog, configuration, a host's team list).
 *
 * @public
 */
export interface TeamFact {
  /** Backstage ref: `group:default/payments`, or `user:default/x` where people own. */
  ref: string;
  title?: string;
  /** Other marks that mean this team: `@acme/payments`, `team-payments`. */
  aliases: string[];
  contacts: Contact[];
  evidence?: Evidence;
  /** Known from the list of a host alone, by a ref of our making: the catalog may have it under another one. */
  listed?: boolean;
  /** Holds in this repository alone: an alias of its OWNERS_ALIASES, which describes no team that others know. */
  onlyIn?: string;
  /** Written into the configuration, whose word counts before that of directories. */
  configured?: boolean;
}

/** @public */
export interface Finding {
  /** Kebab-case, stable: `yaml-unparseable`, `owners-contested`. */
  rule: string;
  severity: 'error' | 'warning' | 'info';
  location: FileLocation;
  message: string;
  fix?: string;
}

/** A file that was not read, and why. @public */
export interface SkippedFile {
  path: string;
  reason: string;
  /** What could not be listed of a cluster: no object of this kind may be taken for gone. Without it, no object at all. */
  kind?: { group: string; kind: string };
}

/**
 * Whose rules a CODEOWNERS file follows.
 *
 * @public
 */
export type CodeownersDialect = HostKind;

/**
 * How the owner of any path in a repository is found: kept so that a path that declares nothing can be asked for.
 *
 * @public
 */
export interface OwnershipRules {
  codeowners?: {
    path: string;
    text: string;
    /** Absent: GitHub's. */
    dialect?: CodeownersDialect;
  };
  /** Claims of the repository as a whole (catalog-info.yaml, host's team list). */
  repositoryClaims: Claim[];
  /** Claims of directories on all that lies below (a catalog-info.yaml in one). The innermost counts. */
  directoryClaims?: DirectoryClaims[];
}

/** @public */
export interface DirectoryClaims {
  directory: string;
  /** Directories are compared within one source only. */
  source: ClaimSource;
  /** A regular expression on the path from the directory on; absent for all below. Known to be harmless to run. */
  pattern?: string;
  /** Empty: the directory ends what outer ones claim, and claims nothing itself. */
  claims: Claim[];
}

/**
 * All that one repository says at one commit.
 *
 * @public
 */
export interface RepositoryFacts {
  repository: string;
  revision: string;
  objects: DeclaredObject[];
  secrets: SecretFact[];
  credentials: CredentialFact[];
  policies: PolicyFact[];
  /** Versions that stand in files of their own. */
  pins: ServicePin[];
  guesses: Guess[];
  teams: TeamFact[];
  ownership: OwnershipRules;
  findings: Finding[];
  skipped: SkippedFile[];
  /** Number of files in the tree, and how many of them were parsed. */
  counts: { files: number; parsed: number };
}

/**
 * All that one cluster reported.
 *
 * @public
 */
export interface ClusterFacts {
  cluster: string;
  environment?: string;
  objects: LiveObject[];
  skipped: SkippedFile[];
}

/** The commit that last touched a file. @public */
export interface Change {
  revision: string;
  /** RFC 3339, the committer's date. */
  at: string;
  author: string;
  subject: string;
  /** Number of the pull request, where the subject names one. */
  pullRequest?: string;
  path: string;
}
