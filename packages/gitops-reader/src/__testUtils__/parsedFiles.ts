import { isHelmfileName } from '../readers/helmfile';
import { isDocumentFile, parseFile } from '../files/parseFile';
import { ParsedRepository } from '../readers/reader';

const isTemplate = (path: string) =>
  /(^|\/)templates\//.test(path) || isHelmfileName(path);

/** A repository of a few files, as readers see it. For tests. */
export function parsedFiles(
  files: Record<string, string>,
  repository = 'acme/app-config',
): ParsedRepository {
  const encoder = new TextEncoder();
  return {
    repository,
    revision: 'a'.repeat(40),
    paths: new Set(Object.keys(files)),
    files: new Map(
      Object.entries(files).map(([path, text]) => [
        path,
        parseFile({ path, digest: text }, encoder.encode(text), {
          documents: isDocumentFile(path) && !isTemplate(path),
          text: !isDocumentFile(path) || isTemplate(path),
        }),
      ]),
    ),
  };
}

/** Places of an object as `path:line note`, for tests that read well. */
export function placesOf(object: {
  config: {
    role: string;
    location: { path: string; line?: number };
    note?: string;
  }[];
}): string[] {
  return object.config.map(({ role, location, note }) =>
    [role, `${location.path}:${location.line ?? '-'}`, note]
      .filter(part => part !== undefined)
      .join(' '),
  );
}

/** Versions of an object as `name=value path:line key`, for tests that read well. */
export function pinsOf(object: {
  versions: {
    name: string;
    value: string;
    key: string;
    evidence:
      | { type: 'file'; location: { path: string; line?: number } }
      | { type: 'object' };
  }[];
}): string[] {
  return object.versions.map(({ name, value, key, evidence }) =>
    evidence.type === 'file'
      ? `${name}=${value} ${evidence.location.path}:${evidence.location.line} ${key}`
      : `${name}=${value} ${key}`,
  );
}
