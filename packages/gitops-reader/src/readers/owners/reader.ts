import { Finding, TeamFact } from '../../facts';
import { isObject, listAt, objectAt } from '../../lib/json';
import { isThirdParty } from '../../ownership';
import { ofEveryFile, perFile } from '../../memory/perFile';
import { ParsedFile, ParsedRepository, Reader, YamlDocument } from '../reader';
import { baseName, directoryOf } from '../../files/treePaths';
import { lineOf, parseYaml } from '../../yaml';
import { OwnersFile, readOwnersFile } from './ownersFile';

const aliasesPath = 'OWNERS_ALIASES';

/** More of one kind help nobody. */
const mostFindings = 100;
const mostMembers = 50;
const longestName = 100;

const nothing: OwnersFile = { claims: [], findings: [], names: [] };

const readOwners = perFile(
  ({ path, text }: ParsedFile, repository: ParsedRepository): OwnersFile => {
    const document = parseYaml(path, text ?? '').documents[0];
    if (!document || !isObject(document.value)) {
      return nothing;
    }
    return readOwnersFile(
      { ...document, value: document.value },
      directoryOf(path),
      line => place(repository, path, line),
    );
  },
);

const readAliases = perFile(
  (
    { path, text }: ParsedFile,
    repository: ParsedRepository,
  ): { teams: TeamFact[]; findings: Finding[] } => {
    const teams: TeamFact[] = [];
    const findings: Finding[] = [];
    const document = parseYaml(path, text ?? '').documents[0];
    const aliases = document ? objectAt(document.value, 'aliases') : undefined;
    for (const name of Object.keys(aliases ?? {})) {
      const location = place(
        repository,
        path,
        document && lineOf(document, ['aliases', name]),
      );
      teams.push({
        ref: `group:default/${name.toLowerCase()}`,
        title: name,
        aliases: [name],
        onlyIn: repository.repository,
        contacts: membersOf(document, name).map(({ member, line }) => ({
          type: 'person',
          value: `@${member.slice(0, longestName)}`,
          evidence: { type: 'file', location: place(repository, path, line) },
        })),
        evidence: { type: 'file', location, text: `${name}:` },
      });
      if (listAt(aliases, name).length === 0) {
        findings.push({
          rule: 'owners-names-nobody',
          severity: 'warning',
          location,
          message: `The alias "${name.slice(0, 100)}" stands for nobody`,
          fix: 'Name its members, or remove it.',
        });
      }
    }
    return { teams, findings: findings.slice(0, mostFindings) };
  },
);

const ownersFiles = ofEveryFile((file, repository) =>
  baseName(file.path) === 'OWNERS' && !isThirdParty(file.path)
    ? readOwners(file, repository)
    : undefined,
);

/**
 * Reads the OWNERS files of Prow: approvers of a directory and all below, the nearest file first.
 *
 * @public
 */
export const ownersReader: Reader = {
  name: 'owners',

  wants(path) {
    return (
      path === aliasesPath ||
      (baseName(path) === 'OWNERS' && !isThirdParty(path))
    );
  },

  read(repository) {
    const aliasesFile = repository.files.get(aliasesPath);
    const aliases = aliasesFile
      ? readAliases(aliasesFile, repository)
      : { teams: [], findings: [] };
    const known = new Set(
      aliases.teams.map(({ title }) => title?.toLowerCase()),
    );
    const unknown: Finding[] = [];
    const files: OwnersFile[] = [];
    for (const { file, made: read } of ownersFiles(repository)) {
      files.push(read);
      for (const { name, line } of read.names) {
        if (readsLikeGroup(name) && !known.has(name.toLowerCase())) {
          unknown.push(unknownAlias(name, line, file.path, repository));
        }
      }
    }
    return {
      teams: aliases.teams,
      directoryClaims: files.flatMap(({ claims }) => claims),
      findings: [
        ...aliases.findings,
        ...files.flatMap(({ findings }) => findings),
        ...unknown.slice(0, mostFindings),
      ],
    };
  },
};

function place(
  { repository, revision }: ParsedRepository,
  path: string,
  line: number | undefined,
): Finding['location'] {
  return { repository, revision, path, ...(line ? { line } : {}) };
}

function membersOf(
  document: YamlDocument | undefined,
  alias: string,
): { member: string; line: number }[] {
  return listAt(document?.value, 'aliases', alias)
    .flatMap((member, at) =>
      document && typeof member === 'string' && member !== ''
        ? [{ member, line: lineOf(document, ['aliases', alias, at]) }]
        : [],
    )
    .slice(0, mostMembers);
}

/** People have no such names, and Prow takes no teams of GitHub. */
function readsLikeGroup(name: string): boolean {
  return (
    name.includes('/') ||
    /^(sig|wg|team|squad)-|-(team|squad|approvers|reviewers|maintainers|leads|admins|owners)$/i.test(
      name,
    )
  );
}

function unknownAlias(
  name: string,
  line: number,
  path: string,
  repository: ParsedRepository,
): Finding {
  return {
    rule: 'owners-unknown-alias',
    severity: 'warning',
    location: place(repository, path, line),
    message: `"${name.slice(0, 100)}" reads like a group, but ${aliasesPath} has no such alias`,
    fix: `Add it to ${aliasesPath} at the root, or name people.`,
  };
}
