import { Origin } from '../../engines';
import { JsonObject } from '../../facts';
import { listAt, objectAt, textAt } from '../../lib/json';
import { joinPath } from '../../files/treePaths';
import { fluxSource, FluxSources, isFlux, resolve } from './fluxObjects';

/** Artifacts that are made of artifacts. */
const deepest = 4;

/** Where a reference to a source leads, and what a path in the source is in there. */
export function fluxOrigin(
  reference: JsonObject | undefined,
  namespace: string | undefined,
  path: string,
  sources: FluxSources,
  depth = 0,
): { origin: Origin; path: string } | undefined {
  const source = resolve(sources, reference, namespace);
  const kind = textAt(reference, 'kind') ?? '';
  const name = textAt(reference, 'name') ?? '';
  const owner = textAt(reference, 'namespace') ?? namespace;
  if (source && isFlux(source, 'ArtifactGenerator')) {
    return depth < deepest
      ? ofGenerator(source, name, path, sources, depth)
      : undefined;
  }
  const key = `${kind}/${owner ?? ''}/${name}`;
  if (!source) {
    return { origin: { type: 'missing', key }, path };
  }
  const { url, revision } = fluxSource(source);
  if (isFlux(source, 'GitRepository') && url) {
    return { origin: { type: 'git', key: url, revision }, path };
  }
  return { origin: { type: 'artifact', key: url ?? key }, path };
}

/** An artifact that is copied together from others: the copy that brings the path says where it comes from. */
function ofGenerator(
  generator: JsonObject,
  name: string,
  path: string,
  sources: FluxSources,
  depth: number,
): ReturnType<typeof fluxOrigin> {
  const artifact = listAt(generator, 'spec', 'artifacts').find(
    entry => textAt(entry, 'name') === name,
  );
  let best: { alias: string; path: string; length: number } | undefined;
  for (const copy of listAt(artifact, 'copy')) {
    const from = /^@([^/]+)\/?(.*)$/.exec(textAt(copy, 'from') ?? '');
    const to = /^@artifact\/?(.*)$/.exec(textAt(copy, 'to') ?? '');
    const mapped = from && to ? sourcePath(from[2], to[1], path) : undefined;
    if (from && mapped && mapped.length >= (best?.length ?? 0)) {
      best = { alias: from[1], ...mapped };
    }
  }
  const source = listAt(generator, 'spec', 'sources').find(
    entry => textAt(entry, 'alias') === best?.alias,
  );
  return best && source
    ? fluxOrigin(
        objectAt({ source }, 'source'),
        textAt(generator, 'metadata', 'namespace'),
        best.path,
        sources,
        depth + 1,
      )
    : undefined;
}

/** The path in the source of what a copy put at a path, and how much of it the copy decides. */
function sourcePath(
  from: string,
  to: string,
  path: string,
): { path: string; length: number } | undefined {
  const contents = /(^|\/)(\*\*?)?$/.test(from);
  const source = joinPath('', from.replace(/\*+$/, ''));
  const target = joinPath(
    '',
    contents || !/(^|\/)$/.test(to) ? to : `${to}/${from.split('/').pop()}`,
  );
  if (source === undefined || target === undefined || /[*?[{]/.test(source)) {
    return undefined;
  }
  if (target === '' || path === target || path.startsWith(`${target}/`)) {
    const rest = target === '' ? path : path.slice(target.length);
    return {
      path: joinPath(source, rest) ?? source,
      length: target.length,
    };
  }
  // Above what is copied: the same directory of the source, if the copy keeps its place below it.
  const kept =
    path === '' ? target : target.slice(path.length).replace(/^\//, '');
  return (path === '' || target.startsWith(`${path}/`)) &&
    (source === kept || source.endsWith(`/${kept}`))
    ? { path: source.slice(0, -kept.length).replace(/\/$/, ''), length: 0 }
    : undefined;
}
