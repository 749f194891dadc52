/** What Helm calls a release, in so far as it is known. */
export interface ReleaseNames {
  release?: string;
  namespace?: string;
  chart: string;
}

/** An object of a template whose identity is written out. */
export interface StaticObject {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
  /** Line of the document's first field. */
  line: number;
  /** Values that the document reads: `image.tag`, `worker.image`. */
  values: string[];
}

/** Longer templates are generated, and hold no more than their kinds. */
const longest = 500_000;

/**
 * Finds the objects of a Go template whose `apiVersion`, `kind` and `metadata.name` are plain text, or made of the names
 * of the release and the chart. A template is no YAML before it is rendered, so this looks at lines; a document that leaves any doubt is left out.
 */
export function staticObjects(
  text: string,
  names: ReleaseNames,
): StaticObject[] {
  if (text.length > longest) {
    return [];
  }
  const objects: StaticObject[] = [];
  let line = 1;
  for (const part of text.split(/^---.*$/m)) {
    const object = readDocument(part, line, names);
    if (object) {
      objects.push(object);
    }
    line += part.split('\n').length - 1;
  }
  return objects;
}

function readDocument(
  text: string,
  first: number,
  names: ReleaseNames,
): StaticObject | undefined {
  const lines = text.split('\n');
  const fields = new Map<string, string>();
  let start: number | undefined;
  let inMetadata = false;
  let indent: string | undefined;
  for (const [position, line] of lines.entries()) {
    const top = /^(apiVersion|kind|metadata):\s*(.*?)\s*$/.exec(line);
    if (top) {
      if (fields.has(top[1])) {
        // Two of them: branches of a template, of which only one is rendered.
        return undefined;
      }
      start ??= first + position;
      fields.set(top[1], top[2]);
      inMetadata = top[1] === 'metadata';
    } else if (/^[^\s#{]/.test(line)) {
      inMetadata = false;
    } else if (inMetadata) {
      // Deeper fields are those of labels and annotations.
      indent ??= /^( +)[\w"']/.exec(line)?.[1];
      const field = /^( +)(name|namespace):\s*(.*?)\s*$/.exec(line);
      if (
        field?.[1] === indent &&
        field &&
        !fields.has(`metadata.${field[2]}`)
      ) {
        fields.set(`metadata.${field[2]}`, field[3]);
      }
    }
  }
  const plain = (field: string) => {
    const value = fields
      .get(field)
      ?.replace(/^(["'])(.*)\1$/, '$2')
      .replace(
        /\{\{-?\s*\.(Release\.Name|Release\.Namespace|Chart\.Name)\s*-?\}\}/g,
        (whole, variable: string) =>
          ({
            'Release.Name': names.release,
            'Release.Namespace': names.namespace,
            'Chart.Name': names.chart,
          })[variable] ?? whole,
      );
    return value && /^[\w./:-]+$/.test(value) ? value : undefined;
  };
  const apiVersion = plain('apiVersion');
  const kind = plain('kind');
  const name = plain('metadata.name');
  // Whatever repeats or replaces whole documents would make several of them, or none.
  const repeated = /\{\{-?\s*range\b/.test(
    lines.slice(0, Math.max(0, (start ?? first) - first)).join('\n'),
  );
  if (!apiVersion || !kind || !name || start === undefined || repeated) {
    return undefined;
  }
  const values = new Set<string>();
  for (const match of text.matchAll(/\.Values\.([\w.]+)/g)) {
    values.add(match[1]);
  }
  const namespace = plain('metadata.namespace');
  return {
    apiVersion,
    kind,
    ...(namespace ? { namespace } : {}),
    name,
    line: start,
    values: [...values],
  };
}
