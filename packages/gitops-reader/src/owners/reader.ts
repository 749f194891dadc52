import {
  Claim,
  DirectoryClaims,
  Finding,
  JsonObject,
  TeamFact,
} from '../facts';
import { isObject, listAt, objectAt } from '../json';
import { Reader, YamlDocument } from '../reader';
import { baseName, directoryOf } from '../treePaths';
import { lineOf, parseYaml } from '../yaml';

/**
 * Reads the OWNERS files of Prow: approvers of a directory and all below, the nearest file first.
 *
 * @public
 */
export const ownersReader: Reader = {
  name: 'owners',

  wants(path) {
    return path === 'OWNERS_ALIASES' || baseName(path) === 'OWNERS';
  },

  read({ repository, revision, files }) {
    const directoryClaims: DirectoryClaims[] = [];
    const findings: Finding[] = [];
    const teams: TeamFact[] = [];
    for (const { path, text } of files.values()) {
      if (text === undefined || !this.wants(path)) {
        continue;
      }
      const at = (line: number) => ({ repository, revision, path, line });
      const document = parseYaml(path, text).documents[0];
      if (!document || !isObject(document.value)) {
        continue;
      }
      if (path === 'OWNERS_ALIASES') {
        for (const name of Object.keys(
          objectAt(document.value, 'aliases') ?? {},
        )) {
          teams.push({
            ref: `group:default/${name.toLowerCase()}`,
            title: name,
            aliases: [name],
            contacts: [],
            evidence: {
              type: 'file',
              location: at(lineOf(document, ['aliases', name])),
              text: `${name}:`,
            },
          });
        }
        continue;
      }
      const directory = directoryOf(path);
      const claimsAt = (section: JsonObject, steps: string[]): Claim[] =>
        approvers(section).map(raw => ({
          source: 'owners-file',
          raw,
          ...(directory === '' ? { catchAll: true } : {}),
          evidence: {
            type: 'file',
            location: at(lineOf(document, steps)),
            text: `${steps[steps.length - 1]}:`,
          },
        }));
      const filters = objectAt(document.value, 'filters');
      if (filters) {
        readFilters(document, filters, claimsAt).forEach(entry => {
          if (entry.claims.length > 0) {
            directoryClaims.push({
              directory,
              source: 'owners-file',
              ...entry,
            });
          }
        });
        for (const pattern of Object.keys(filters)) {
          if (!isHarmless(pattern)) {
            findings.push({
              rule: 'owners-filter-unread',
              severity: 'warning',
              location: at(lineOf(document, ['filters', pattern])),
              message: `The filter "${pattern.slice(0, 100)}" is too intricate to be run safely, and was left out`,
            });
          }
        }
        continue;
      }
      const claims = claimsAt(document.value, ['approvers']);
      const options = objectAt(document.value, 'options');
      if (claims.length > 0 || options?.no_parent_owners === true) {
        directoryClaims.push({ directory, source: 'owners-file', claims });
      }
    }
    return { directoryClaims, findings, teams };
  },
};

function approvers(section: JsonObject): string[] {
  return [
    ...new Set(
      listAt(section, 'approvers').filter(
        (name): name is string => typeof name === 'string' && name !== '',
      ),
    ),
  ];
}

function readFilters(
  document: YamlDocument,
  filters: JsonObject,
  claimsAt: (section: JsonObject, steps: string[]) => Claim[],
): Pick<DirectoryClaims, 'pattern' | 'claims'>[] {
  return Object.keys(filters)
    .filter(isHarmless)
    .map(pattern => {
      const section = objectAt(document.value, 'filters', pattern) ?? {};
      const claims = claimsAt(section, ['filters', pattern]);
      return pattern === '.*' ? { claims } : { pattern, claims };
    });
}

/**
 * Whether an expression can be run on any path: Go's engine has no patterns that take forever, ours has. No repetition
 * within a repetition, and few of them.
 */
function isHarmless(pattern: string): boolean {
  const unbounded = pattern.match(/[*+]|\{\d+,\}/g) ?? [];
  if (
    pattern.length > 200 ||
    unbounded.length > 3 ||
    /\)[*+{?]|\\[1-9k]|\(\?/.test(pattern)
  ) {
    return false;
  }
  try {
    return Boolean(new RegExp(pattern));
  } catch {
    return false;
  }
}
