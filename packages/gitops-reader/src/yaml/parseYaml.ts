import { Composer, Document, ErrorCode, Lexer, Parser } from 'yaml';
import { Finding } from '../facts';
import { YamlDocument } from '../readers/reader';
import { withDeeperContinuations } from './continuations';
import { Converter, LimitError, maxDepth } from './convert';
import { LineIndex } from './lines';

/** Larger files are not read. Generated manifests of the largest operators stay below. */
export const maxFileBytes = 5 * 1024 * 1024;

/** Marks, spaces and texts that one file may be made of. 5 MB of ordinary manifests have half as many. */
const maxTokens = 1_000_000;

/**
 * What the text of one YAML or JSON file says.
 *
 * @public
 */
export interface ParsedYaml {
  /** Documents that hold something and parse. */
  documents: YamlDocument[];
  /** Their locations name the path and line alone; whoever knows repository and revision adds them. */
  findings: Finding[];
  /** Why the file, or a part of it, was not read. Names no content of the file. */
  skipped?: string;
}

/** The library's own messages quote the file, which may hold a secret. */
const errorTexts: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'an alias without its anchor',
  BAD_DIRECTIVE: 'a directive that YAML does not know',
  BAD_DQ_ESCAPE: 'an escape that YAML does not know',
  BAD_INDENT: 'an indentation that does not fit',
  BAD_SCALAR_START: 'a value that starts with a reserved character',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping on the line of another key',
  BLOCK_IN_FLOW: 'a block inside brackets',
  MISSING_CHAR: 'a missing character (quote, bracket, colon or comma)',
  MULTILINE_IMPLICIT_KEY: 'a key that runs over several lines',
  RESOURCE_EXHAUSTION: 'nesting that is too deep',
  TAB_AS_INDENT: 'a tab as indentation',
  UNEXPECTED_TOKEN: 'something unexpected',
};

/**
 * Reads YAML (and JSON, which is YAML) into plain values with their lines. Bounded in size, depth and what aliases
 * may expand to; values of Secrets are cut off on the way. Never throws.
 *
 * Numbers keep their text: `String(value)` is always what is written. `firstLine` is the line that the text starts on,
 * where it is a part of the file.
 *
 * @public
 */
export function parseYaml(
  path: string,
  text: string,
  firstLine = 1,
): ParsedYaml {
  const parsed = parseText(path, text, firstLine);
  if (!parsed.skipped || text.length > maxFileBytes) {
    return parsed;
  }
  const deeper = withDeeperContinuations(text);
  const again = deeper === text ? parsed : parseText(path, deeper, firstLine);
  return again.skipped ? parsed : again;
}

function parseText(path: string, text: string, firstLine: number): ParsedYaml {
  if (text.length > maxFileBytes) {
    return {
      documents: [],
      findings: [],
      skipped: tooLarge(text.length),
    };
  }
  const documents: YamlDocument[] = [];
  const converter = new Converter(path, text, new LineIndex(text, firstLine));
  let skipped: string | undefined;
  try {
    for (const document of documentsOf(text)) {
      const error = document.errors[0];
      if (error) {
        const template = looksLikeTemplate(text) ? ' (a template?)' : '';
        skipped ??= `line ${converter.lineAt(error.pos[0])}: does not parse as YAML, ${errorTexts[error.code] ?? 'a syntax error'}${template}`;
        continue;
      }
      const { value, lines, line } = converter.convertDocument(document);
      if (value !== null) {
        documents.push({ value, lines, line });
      }
    }
  } catch (error) {
    return {
      documents: [],
      findings: converter.findings,
      skipped:
        error instanceof LimitError
          ? error.message
          : 'YAML that the parser gives up on, most likely nested too deeply',
    };
  }
  if (skipped && documents.length > 0) {
    skipped += `; ${documents.length === 1 ? 'one other document was' : `${documents.length} other documents were`} read`;
  }
  return {
    documents,
    findings: converter.findings,
    ...(skipped ? { skipped } : {}),
  };
}

/**
 * What `parseAllDocuments` of the library does, one document after the other and within limits: its own parser
 * takes gigabytes for a file of brackets alone.
 */
function* documentsOf(text: string): Generator<Document.Parsed> {
  const parser = new Parser();
  const composer = new Composer({
    // Keys are compared while converting, in linear time.
    uniqueKeys: false,
    // As tolerant as the parsers of kubectl and Flux.
    strict: false,
    prettyErrors: false,
    logLevel: 'silent',
    schema: 'core',
    resolveKnownTags: false,
  });
  let tokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++tokens > maxTokens) {
      throw new LimitError(
        `YAML of more than ${maxTokens.toLocaleString('en')} tokens`,
      );
    }
    for (const token of parser.next(lexeme)) {
      yield* composer.next(token);
    }
    if (parser.stack.length > 2 * maxDepth) {
      throw new LimitError(`YAML nests deeper than ${maxDepth} levels`);
    }
  }
  for (const token of parser.end()) {
    yield* composer.next(token);
  }
  yield* composer.end();
}

/** A message on a file of this size. */
export function tooLarge(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB, larger than the ${maxFileBytes / 1024 / 1024} MB that are read of a file`;
}

function looksLikeTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%');
}
