import { isDocumentFile } from '../../files/parseFile';
import { JsonObject } from '../../facts';
import { isObject } from '../../lib/json';
import { ParsedFile, YamlDocument } from '../reader';
import { baseName } from '../../files/treePaths';
import { lineOf, parseYaml } from '../../yaml';

/** A line of a file that maps names to texts. A file of one bare text has one entry without a key. */
export interface Entry {
  key?: string;
  value: string;
  line: number;
}

/** Files that hold nothing but versions are small. */
export const largestVersionFile = 4096;
/** Names that one file may map. */
const mostEntries = 60;

/** The entries of a flat file, empty for any other. */
export function entriesOf(file: ParsedFile): Entry[] {
  if (isDocumentFile(file.path)) {
    return ofDocuments(file.documents, file.path);
  }
  const text = file.text;
  if (text === undefined || text.length > largestVersionFile) {
    return [];
  }
  const lines = text.split('\n');
  const meant = lines.filter(line => /^\s*[^\s#]/.test(line));
  if (
    meant.length === 1 &&
    /^\S+$/.test(meant[0].trim()) &&
    !/[:=]/.test(meant[0])
  ) {
    return [{ value: meant[0].trim(), line: lines.indexOf(meant[0]) + 1 }];
  }
  if (meant.every(line => /^\s*(export\s+)?\w+=/.test(line))) {
    return ofVariables(lines);
  }
  // Anything but a mapping is none of these files, and not worth parsing.
  return meant.length > 0 &&
    meant.length <= mostEntries &&
    meant.every(line => /^(?:"[\w./@][^"]*"\s*|[\w./@][^"]*):(\s|$)/.test(line))
    ? ofDocuments(parseYaml(file.path, text).documents, file.path)
    : [];
}

function ofVariables(lines: string[]): Entry[] {
  return lines.flatMap((line, position): Entry[] => {
    const [, key, value] =
      /^(?:export\s+)?(\w+)=([^]*)$/.exec(line.trim()) ?? [];
    return key
      ? [
          {
            key,
            value: value.trim().replace(/^(["'])(.*)\1$/, '$2'),
            line: position + 1,
          },
        ]
      : [];
  });
}

function ofDocuments(documents: YamlDocument[], path: string): Entry[] {
  const [document, ...others] = documents;
  const value = document?.value;
  if (others.length > 0 || !isObject(value) || value.apiVersion !== undefined) {
    return [];
  }
  const keys = Object.keys(value);
  if (keys.length > mostEntries || isToolFile(baseName(path), value)) {
    return [];
  }
  const entries: Entry[] = [];
  for (const key of keys) {
    const text = value[key];
    if (text === null || text === undefined) {
      continue;
    }
    if (typeof text === 'object') {
      return [];
    }
    entries.push({ key, value: String(text), line: lineOf(document, [key]) });
  }
  return entries;
}

/** Files of tools that are flat and name a version, which is that of the file or of the tool. */
function isToolFile(name: string, value: JsonObject): boolean {
  return (
    /^(Chart|package|composer|manifest|metadata|docker-compose)\b/i.test(
      name,
    ) ||
    value.$schema !== undefined ||
    value.kind !== undefined
  );
}
