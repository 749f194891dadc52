import { Finding } from '../../facts';
import { addTo } from '../../lib/groups';
import { isObject, valuesWithin } from '../../lib/json';
import { perFile } from '../../memory/perFile';
import { ParsedFile, ParsedRepository } from '../reader';
import { baseName } from '../../files/treePaths';
import {
  cutValue,
  holdsLogin,
  isVariableFile,
  judgeSecretValue,
  lineOf,
  plainSecretFinding,
  secretValueKind,
  variableOf,
} from '../../yaml';
import { generatorsOfFiles } from './generators';
import { isSopsEncrypted } from './sops';

/** Where a generator stands. */
export interface GeneratorPlace {
  path: string;
  line: number;
}

/** Values of a file in plain text, by their keys, and the line of the first. */
interface Plain {
  keys: string[];
  line: number;
}

/** In a file of settings, what is a password whatever else there is. */
const passwordKey =
  /^(?!.*(existing|_?ref$|name$|file$|path$)).*(password|passwd|passphrase|api_?key|secret_?access_?key|client_?secret|auth_?token)$/i;

/** Larger files of settings are looked at no further. */
const mostValues = 20_000;

const plainOf = perFile((file): Plain | undefined => {
  const { documents, text } = file;
  if (
    documents.some(({ value }) => isObject(value) && isSopsEncrypted(value))
  ) {
    return undefined;
  }
  if (documents.length > 0) {
    return plainOfDocuments(documents);
  }
  return text === undefined ? undefined : plainOfText(file.path, text);
});

function plainOfDocuments(
  documents: ParsedFile['documents'],
): Plain | undefined {
  const keys: string[] = [];
  let line = 0;
  let seen = 0;
  for (const document of documents) {
    for (const { value, path } of valuesWithin(document.value)) {
      if (++seen > mostValues) {
        break;
      }
      if (typeof value === 'string') {
        const key = String(
          path.findLast(step => typeof step === 'string') ?? '',
        );
        const isPlain =
          secretValueKind(value) === 'value' ||
          (judgeSecretValue(key, value, 'text') === 'value' &&
            (passwordKey.test(key) || holdsLogin(value)));
        if (isPlain) {
          const at = lineOf(document, path);
          line = keys.length === 0 ? at : Math.min(line, at);
          keys.push(key);
        }
      }
    }
  }
  return keys.length > 0 ? { keys, line } : undefined;
}

function plainOfText(path: string, text: string): Plain | undefined {
  if (!isVariableFile(path)) {
    return text.includes(cutValue('value'))
      ? { keys: [baseName(path)], line: 1 }
      : undefined;
  }
  const keys: string[] = [];
  let line = 0;
  for (const [position, written] of text.split('\n').entries()) {
    const { key, value } = variableOf(written) ?? {};
    if (
      key !== undefined &&
      value !== undefined &&
      (secretValueKind(value) ?? judgeSecretValue(key, value, 'text')) ===
        'value'
    ) {
      line ||= position + 1;
      keys.push(key);
    }
  }
  return keys.length > 0 ? { keys, line } : undefined;
}

/** Files with values in plain text that generators make Secrets of, each once, with those generators. */
export function plainSources(
  repository: ParsedRepository,
): { finding: Finding; generators: GeneratorPlace[] }[] {
  const generators = new Map<string, GeneratorPlace[]>();
  for (const { file, made } of generatorsOfFiles(repository)) {
    for (const { sources, line } of made) {
      for (const source of new Set(sources)) {
        addTo(generators, source, { path: file.path, line });
      }
    }
  }
  return [...generators].flatMap(([path, places]) => {
    const file = repository.files.get(path);
    const plain = file && plainOf(file, repository);
    if (!plain) {
      return [];
    }
    const { location, ...finding } = plainSecretFinding(
      path,
      plain.line,
      'error',
      {
        subject: 'The file, which becomes a Secret,',
        count: plain.keys.length,
        keys: plain.keys,
      },
    );
    const { repository: name, revision } = repository;
    return [
      {
        finding: {
          ...finding,
          location: { ...location, repository: name, revision },
        },
        generators: places,
      },
    ];
  });
}
