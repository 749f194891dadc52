import { JsonObject, JsonValue } from '../../facts';
import { isObject, textAt } from '../../lib/json';
import { imageVersion, splitImage } from '../../workloads/workload';

/** An image in Helm values. */
export interface ValuesImage {
  /** Undefined where only the tag is written, as in the values of one environment. */
  name?: string;
  /** Undefined where no version is written: the chart's `appVersion`, by convention. */
  version?: string;
  /** The field that pins the version. */
  path: (string | number)[];
  /** The mapping or text that holds the image: the same in every values file of a chart. */
  holder: string;
}

/** What Helm values say of images. */
export interface ValuesContent {
  images: ValuesImage[];
  /** Parts that are switched on or off, by their paths: `metrics` by `metrics.enabled`. */
  switches: Map<string, boolean>;
}

/** Images that one file of values may hold. */
const mostImages = 200;

/** Keys that switch the mapping on or off in which they stand. */
const switchKeys = ['enabled', 'create'];

/**
 * Finds images in Helm values by the conventions of charts: `image: {registry, repository, tag, digest}` under any
 * name, `image: name:tag`, and `images: {web: name:tag}`.
 */
export function valuesImages(values: JsonValue): ValuesImage[] {
  return valuesContent(values).images;
}

/** The same, with the parts that values switch on and off. */
export function valuesContent(values: JsonValue): ValuesContent {
  const content: ValuesContent = { images: [], switches: new Map() };
  walk(values, [], content);
  return content;
}

function walk(
  value: JsonValue,
  path: (string | number)[],
  content: ValuesContent,
): void {
  const { images, switches } = content;
  if (images.length >= mostImages) {
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((item, position) => walk(item, [...path, position], content));
    return;
  }
  if (!isObject(value)) {
    return;
  }
  const written = path.length > 0 && switchKeys.find(key => key in value);
  if (written) {
    // What is not known may well be on.
    switches.set(path.join('.'), value[written] !== false);
  }
  const own = imageOf(value, path);
  if (own) {
    images.push(own);
  }
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (
      typeof child === 'string' &&
      (/^(image|.*Image)$/.test(key) || /^images$/i.test(String(path.at(-1))))
    ) {
      const parts = splitImage(child);
      const version = imageVersion(parts);
      if (version && /^[\w][\w.\-/:]*$/.test(parts.name)) {
        images.push({
          name: parts.name,
          version,
          path: [...path, key],
          holder: [...path, key].join('.'),
        });
      }
    } else if (typeof child === 'object' && child !== null) {
      walk(child, [...path, key], content);
    }
  }
}

const tagKeys = ['tag', 'imageTag', 'image_tag', 'version'];

function imageOf(
  value: JsonObject,
  path: (string | number)[],
): ValuesImage | undefined {
  const inImage = /image$/i.test(String(path[path.length - 1] ?? ''));
  const repository =
    textAt(value, 'repository') ??
    textAt(value, 'image') ??
    (inImage ? textAt(value, 'name') : undefined);
  // `repository` and `tag` side by side are an image; a tag alone only under a name that says so.
  if (!inImage && repository === undefined) {
    return undefined;
  }
  if (
    repository !== undefined &&
    // An address, or a whole reference, which is an image by itself.
    (/:\/\/|\s/.test(repository) ||
      imageVersion(splitImage(repository)) !== undefined)
  ) {
    return undefined;
  }
  // `tag` by the conventions of charts; beside the name of an image other words say the same.
  const tagKey =
    (repository === undefined ? ['tag'] : tagKeys).find(
      key => textAt(value, key) !== undefined,
    ) ?? 'tag';
  const tag = textAt(value, tagKey);
  const digestKey = textAt(value, 'digest') === undefined ? 'sha' : 'digest';
  const digest = textAt(value, digestKey);
  const version = imageVersion({
    name: '',
    tag: tag === 'null' ? undefined : tag,
    digest,
  });
  if (!version && repository === undefined) {
    return undefined;
  }
  if (!version && !inImage) {
    return undefined;
  }
  const registry = textAt(value, 'registry');
  return {
    ...(repository === undefined
      ? {}
      : { name: registry ? `${registry}/${repository}` : repository }),
    ...(version ? { version } : {}),
    path: [...path, tag || !digest ? tagKey : digestKey],
    holder: path.join('.'),
  };
}
