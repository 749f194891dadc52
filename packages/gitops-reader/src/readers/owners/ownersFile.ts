import { Claim, DirectoryClaims, Finding, JsonObject } from '../../facts';
import { goPattern } from '../../lib/goPattern';
import { listAt, objectAt, textAt } from '../../lib/json';
import { YamlDocument } from '../reader';
import { lineOf } from '../../yaml';

/** What one OWNERS file says by itself. */
export interface OwnersFile {
  claims: DirectoryClaims[];
  findings: Finding[];
  /** Whom it names, and where. */
  names: { name: string; line: number }[];
}

/** Reads a directory's OWNERS file: approvers, or approvers by a filter on the path. */
export function readOwnersFile(
  document: YamlDocument & { value: JsonObject },
  directory: string,
  at: (line: number) => Finding['location'],
): OwnersFile {
  const read: OwnersFile = { claims: [], findings: [], names: [] };
  const { value } = document;
  const claimsOf = (section: JsonObject, steps: string[]): Claim[] => {
    const line = lineOf(document, steps);
    return approvers(section).map(({ name, position }) => {
      read.names.push({
        name,
        line: lineOf(document, approverSteps(steps, position)),
      });
      return {
        source: 'owners-file',
        raw: name,
        ...(directory === '' ? { catchAll: true } : {}),
        evidence: {
          type: 'file',
          location: at(line),
          text: `${steps[steps.length - 1]}:`,
        },
      };
    });
  };
  const add = (claims: Claim[], pattern?: string) => {
    read.claims.push({
      directory,
      source: 'owners-file',
      ...(pattern === undefined ? {} : { pattern }),
      claims,
    });
  };

  const filters = objectAt(value, 'filters');
  const sections: { steps: string[]; section: JsonObject; filter: string }[] =
    filters
      ? Object.keys(filters).map(filter => ({
          steps: ['filters', filter],
          section: objectAt(filters, filter) ?? {},
          filter,
        }))
      : [{ steps: ['approvers'], section: value, filter: '.*' }];
  let stops = textAt(value, 'options', 'no_parent_owners') === 'true';
  for (const { steps, section, filter } of sections) {
    if (!goPattern(filter)) {
      read.findings.push({
        rule: 'owners-filter-unread',
        severity: 'warning',
        location: at(lineOf(document, steps)),
        message: `The filter "${filter.slice(0, 100)}" is no regular expression of Go, or too long, and was left out`,
        fix: 'Write it as Go reads it: without look-around and back references.',
      });
      continue;
    }
    const claims = claimsOf(section, steps);
    if (claims.length > 0) {
      add(claims, filter === '.*' ? undefined : filter);
      stops &&= filter !== '.*';
    }
  }
  if (stops) {
    // Ends what outer directories claim.
    add([]);
  }
  return read;
}

function approvers(section: JsonObject): { name: string; position: number }[] {
  const seen = new Set<string>();
  return listAt(section, 'approvers').flatMap((name, position) => {
    if (typeof name !== 'string' || name === '' || seen.has(name)) {
      return [];
    }
    seen.add(name);
    return [{ name, position }];
  });
}

function approverSteps(steps: string[], position: number): (string | number)[] {
  const list = steps[0] === 'filters' ? [...steps, 'approvers'] : steps;
  return [...list, position];
}
