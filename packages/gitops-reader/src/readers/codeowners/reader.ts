import { Claim, Finding, Guess } from '../../facts';
import { ParsedFile, ParsedRepository, Reader, ReaderResult } from '../reader';
import { claimsOfRules } from './claims';
import { Codeowners } from './codeowners';
import {
  ChosenCodeowners,
  chooseCodeowners,
  codeownersPaths,
  nameOf,
} from './dialect';
import { countUses, ruleFindings, Uses } from './findings';

/** GitHub does not load a larger file at all. */
const maxGithubBytes = 3 * 1024 * 1024;

/** What was made of a file, for as long as it and all that it was read with are the same. */
interface Read {
  for: string;
  codeowners: Codeowners;
  claims: NonNullable<ReaderResult['claims']>;
  paths?: ReadonlySet<string>;
  reads: number;
  uses: Uses;
  findings: Finding[];
}

const reads = new WeakMap<ParsedFile, Read>();

/**
 * Reads CODEOWNERS as GitHub or GitLab does.
 *
 * @public
 */
export const codeownersReader: Reader = {
  name: 'codeowners',

  wants(path) {
    return codeownersPaths.includes(path);
  },

  read(repository) {
    const chosen = chooseCodeowners(repository);
    const file = chosen && repository.files.get(chosen.path);
    if (!chosen || !file) {
      return {};
    }
    const place = {
      repository: repository.repository,
      revision: repository.revision,
    };
    const host = nameOf(chosen.dialect);
    const findings: Finding[] = chosen.unread.map(path => ({
      rule: 'codeowners-unread',
      severity: 'warning',
      location: { ...place, path },
      message: `Never read: ${host} takes ${chosen.path}`,
      fix: 'Keep one CODEOWNERS file.',
    }));
    const guesses: Guess[] = chosen.guess ? [chosen.guess] : [];
    if (!isLoaded(chosen)) {
      findings.push({
        rule: 'codeowners-too-large',
        severity: 'error',
        location: { ...place, path: chosen.path },
        message:
          '3 MB or more: GitHub does not load it, so nobody owns anything by it',
        fix: 'Shorten it: patterns for directories instead of files.',
      });
      return { findings, guesses };
    }
    const read = readOnce(file, chosen, place);
    if (read.paths !== repository.paths) {
      count(read, repository);
      read.findings = ruleFindings(
        read.codeowners,
        chosen.dialect,
        read.uses,
        line => ({ ...place, path: chosen.path, line }),
      );
    }
    read.reads = repository.reads ?? 0;
    findings.push(...read.findings);
    return { findings, guesses, claims: read.claims };
  },
};

/** Counts what each rule is good for: what came and went, where the read before has counted the rest. */
function count(read: Read, repository: ParsedRepository): void {
  const { paths, changed } = repository;
  const { paths: before, codeowners } = read;
  if (before && changed && read.reads + 1 === repository.reads) {
    const other = [...changed].filter(
      path => before.has(path) !== paths.has(path),
    );
    countUses(
      read.uses,
      codeowners,
      other.filter(path => paths.has(path)),
    );
    countUses(
      read.uses,
      codeowners,
      other.filter(path => before.has(path)),
      -1,
    );
  } else {
    read.uses = new Map();
    countUses(read.uses, codeowners, paths);
  }
  read.paths = paths;
}

/** Whether the host loads a file of this size. */
export function isLoaded({
  text,
  dialect,
}: Pick<ChosenCodeowners, 'text' | 'dialect'>): boolean {
  return dialect !== 'github' || text.length < maxGithubBytes;
}

function readOnce(
  file: ParsedFile,
  { path, text, dialect }: ChosenCodeowners,
  place: { repository: string; revision: string },
): Read {
  const context = JSON.stringify([place.repository, place.revision, dialect]);
  const known = reads.get(file);
  if (known?.for === context) {
    return known;
  }
  // What matches what does not depend on the commit.
  const codeowners =
    known?.codeowners.dialect === dialect
      ? known.codeowners
      : new Codeowners(text, dialect);
  const made = new Map<string, Claim[]>();
  const read: Read = {
    for: context,
    codeowners,
    claims: asked => {
      const rules = codeowners.rulesFor(asked);
      const key = rules.map(({ line }) => line).join(',');
      let claims = made.get(key);
      if (!claims) {
        claims = claimsOfRules(rules, { ...place, path }, dialect);
        made.set(key, claims);
      }
      return claims;
    },
    findings: [],
    reads: 0,
    uses: new Map(),
  };
  reads.set(file, read);
  return read;
}
