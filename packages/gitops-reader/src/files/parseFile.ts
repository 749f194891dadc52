import { policyMarkers } from '../objects/pinAutomation';
import { Finding } from '../facts';
import { ParsedFile } from '../readers/reader';
import { TreeFile } from './tree';
import {
  cutCredentials,
  cutCredentialsOfText,
  cutEmbedded,
  cutSecretsDeep,
  embeddedSecrets,
  isSecretTextFile,
  plainTemplateValues,
  readSecretText,
  parseYaml,
  tooLarge,
  maxFileBytes,
  surroundingsOf,
  vaultPathsIn,
} from '../yaml';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** How the content of a file is to be read. */
export interface ParseMode {
  documents: boolean;
  text: boolean;
}

type NamedFile = Pick<TreeFile, 'path' | 'digest'>;

/** Whether the file name says YAML or JSON. */
export function isDocumentFile(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

/**
 * Parses files, and of those that are copies of one another the first: in repositories of many clusters and
 * environments two of five files are. Copies share their documents, which nobody changes.
 */
export class FileParser {
  readonly #parsed = new Map<string, ParsedFile>();

  parse(file: NamedFile, content: Uint8Array, mode: ParseMode): ParsedFile {
    if (!mode.documents || mode.text) {
      return parseFile(file, content, mode);
    }
    const { path, digest } = file;
    const { isTryOut, isTranslation } = surroundingsOf(path);
    const key = [digest, isJson(path), isTryOut, isTranslation].join(' ');
    const copied = this.#parsed.get(key);
    if (copied) {
      return {
        ...copied,
        path,
        findings: copied.findings.map(finding => ({
          ...finding,
          location: { ...finding.location, path },
        })),
      };
    }
    const parsed = parseFile(file, content, mode);
    this.#parsed.set(key, parsed);
    return parsed;
  }
}

/**
 * Turns the bytes of a file into what readers see of it. Never throws: what cannot be read says why.
 */
export function parseFile(
  { path, digest }: NamedFile,
  content: Uint8Array,
  mode: ParseMode,
): ParsedFile {
  const unread = (skipped: string): ParsedFile => ({
    path,
    digest,
    documents: [],
    findings: [],
    skipped,
  });
  if (content.length > maxFileBytes) {
    return unread(tooLarge(content.length));
  }
  if (content.subarray(0, 8000).includes(0)) {
    return unread('binary content');
  }
  let text: string;
  try {
    text = utf8.decode(content);
  } catch {
    return unread('not UTF-8 text');
  }
  const conflicts = mergeConflict(path, text);
  if (mode.documents) {
    const parsed = parseDocuments(path, text);
    const markers = policyMarkers(text);
    const vaultPaths = vaultPathsIn(text);
    return {
      path,
      digest,
      ...parsed,
      findings: [
        ...conflicts,
        ...parsed.findings,
        ...embeddedSecrets(path, text, parsed.documents),
        ...(parsed.documents.length > 0
          ? cutCredentials(path, text, parsed.documents)
          : // What does not parse may hold keys all the same.
            cutCredentialsOfText(path, text).findings),
      ],
      ...(markers ? { policyMarkers: markers } : {}),
      ...(vaultPaths ? { vaultPaths } : {}),
      ...(mode.text
        ? { text: cutEmbedded(cutCredentialsOfText(path, text).text) }
        : {}),
    };
  }
  const read = isSecretTextFile(path)
    ? readSecretText(path, text)
    : { documents: [], text, findings: [] };
  const rest = cutCredentialsOfText(path, read.text);
  return {
    path,
    digest,
    documents: read.documents,
    findings: [
      ...conflicts,
      ...read.findings,
      // YAML that is not read as such is a template.
      ...(isDocumentFile(path) ? plainTemplateValues(path, text) : []),
      ...rest.findings,
    ],
    ...(mode.text ? { text: cutEmbedded(rest.text) } : {}),
  };
}

const conflictMarks = ['<<<<<<< ', '=======', '>>>>>>> '];

/** What Git leaves behind where a merge was committed before it was done. */
function mergeConflict(path: string, text: string): Finding[] {
  if (!text.includes('<<<<<<< ')) {
    return [];
  }
  let line = 0;
  let marks = 0;
  let first = 0;
  for (const written of text.split('\n')) {
    line += 1;
    if (written.startsWith(conflictMarks[marks])) {
      first = marks === 0 ? line : first;
      marks += 1;
    }
    if (marks === conflictMarks.length) {
      return [
        {
          rule: 'merge-conflict',
          severity: 'error',
          location: { repository: '', revision: '', path, line: first },
          message: 'Marks of a merge conflict were committed.',
          fix: 'Decide between the two sides, and remove the marks.',
        },
      ];
    }
  }
  return [];
}

function isJson(path: string): boolean {
  return path.endsWith('.json');
}

function parseDocuments(path: string, text: string) {
  if (isJson(path) && !/"(apiVersion|op)"/.test(text)) {
    // Dashboards, schemas, lock files: large and plenty. Nobody asks for a line of theirs.
    try {
      const value = JSON.parse(text);
      cutSecretsDeep(value);
      return { documents: [{ value, lines: 1, line: 1 }], findings: [] };
    } catch {
      // Comments or trailing commas, most likely, which YAML may still understand.
    }
  }
  return parseYaml(path, text);
}
