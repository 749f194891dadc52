import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parse } from 'yaml';

const execute = promisify(execFile);

// Nothing listens on the discard port of this machine: whatever wants the network is refused at once.
const nowhere = 'http://127.0.0.1:9';
const env = {
  ...process.env,
  HTTP_PROXY: nowhere,
  HTTPS_PROXY: nowhere,
  http_proxy: nowhere,
  https_proxy: nowhere,
  NO_PROXY: '',
  no_proxy: '',
  GIT_ALLOW_PROTOCOL: 'file',
  GIT_TERMINAL_PROMPT: '0',
  KUBECONFIG: '/dev/null',
};

/** What kubectl says of itself; undefined where it is not installed. */
export async function kubectlVersion() {
  try {
    const { stdout } = await execute('kubectl', ['version', '--client'], {
      env,
    });
    return stdout.trim().replace(/\s*\n\s*/g, ', ');
  } catch {
    return undefined;
  }
}

/**
 * What `kubectl kustomize` builds of a directory without the network.
 *
 * @returns {Promise<{ objects: object[] } | { error: string }>}
 */
export async function kustomize(directory) {
  try {
    const { stdout } = await execute(
      'kubectl',
      ['kustomize', '--load-restrictor', 'LoadRestrictionsNone', directory],
      { env, timeout: 20_000, maxBuffer: 256 * 1024 * 1024 },
    );
    return { objects: objectsOf(stdout) };
  } catch (error) {
    const [line = ''] = String(error.stderr || error.message)
      .split('\n')
      .filter(text => /error|failed|err=/i.test(text));
    return { error: line.replace(/^.*?err=/, '').slice(0, 300) };
  }
}

/** kustomize sorts keys and indents by two, so that most of it needs no parser. */
function objectsOf(text) {
  return text
    .split(/^---$/m)
    .filter(document => document.trim())
    .map(document => {
      const metadata = /^metadata:\n((?: .*\n?)*)/m.exec(document)?.[1] ?? '';
      return {
        apiVersion: scalar(document, /^apiVersion: (.*)$/m),
        kind: scalar(document, /^kind: (.*)$/m),
        namespace: scalar(metadata, /^ {2}namespace: (.*)$/m),
        name: scalar(metadata, /^ {2}name: (.*)$/m),
        images: imagesOf(document),
      };
    });
}

function scalar(text, pattern) {
  const written = pattern.exec(text)?.[1];
  return written === undefined ? undefined : String(parse(written));
}

/** A tag or a digest. */
const pinned = image => typeof image === 'string' && /[:@][^/]+$/.test(image);

/** Images of the pods that an object makes, or that an operator makes of it, where they say a tag or digest. */
function imagesOf(document) {
  if (/^kind: CustomResourceDefinition$/m.test(document)) {
    return [];
  }
  if (/^kind: ImageStream$/m.test(document)) {
    return streamImages(parse(document, { maxAliasCount: -1 }));
  }
  if (!/^ +(- )?containers:/m.test(document)) {
    return /^  (image|imageName|package): /m.test(document)
      ? fieldImages(parse(document, { maxAliasCount: -1 }))
      : [];
  }
  const object = parse(document, { maxAliasCount: -1 });
  const template =
    (object.kind === 'Pod' && object) ||
    (object.kind === 'CronJob' && object.spec?.jobTemplate?.spec?.template) ||
    object.spec?.template;
  const spec = template?.spec;
  return [spec?.containers, spec?.initContainers]
    .flatMap(list => (Array.isArray(list) ? list : []))
    .map(container => container?.image)
    .filter(pinned);
}

/** What a custom resource has in the fields where operators look for an image. */
function fieldImages({ apiVersion, spec }) {
  const [group] = String(apiVersion).split('/');
  return [
    group.includes('.') && spec?.image,
    group === 'postgresql.cnpg.io' && spec?.imageName,
    group === 'pkg.crossplane.io' && spec?.package,
  ].filter(pinned);
}

/** Images that the tags of an OpenShift ImageStream are taken from. */
function streamImages(stream) {
  const tags = Array.isArray(stream.spec?.tags) ? stream.spec.tags : [];
  return tags
    .filter(tag => tag?.from?.kind === 'DockerImage')
    .map(tag => tag.from.name)
    .filter(pinned);
}
