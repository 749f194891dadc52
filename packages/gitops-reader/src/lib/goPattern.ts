import { RE2JS } from 're2js';

const longest = 500;
/** Repetitions by number, as `{1000}`: each is as many steps of the engine. */
const mostRepeated = 500;

/** A regular expression of somebody else. */
export interface GoPattern {
  test(text: string): boolean;
}

/**
 * A regular expression as the programs run it that are written in Go (kustomize, SOPS, Prow): in time that grows with the text alone,
 * whoever wrote it. Undefined where Go would refuse it, and where it is too long for anybody's purpose.
 */
export function goPattern(source: string): GoPattern | undefined {
  const repeated = [...source.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].reduce(
    (sum, [, least, most]) => sum + Number(most || least),
    0,
  );
  if (
    source.length > longest ||
    repeated > mostRepeated ||
    /\)\{/.test(source)
  ) {
    return undefined;
  }
  try {
    const pattern = RE2JS.compile(source);
    return { test: text => pattern.matcher(text).find() };
  } catch {
    return undefined;
  }
}
