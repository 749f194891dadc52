import { JsonObject, JsonValue } from '../../../facts';
import { isObject, listAt, textAt } from '../../../lib/json';
import { imageVersion, splitImage } from '../../../workloads/workload';

/** One entry of `images`. */
export interface ImageOverride {
  position: number;
  name: string;
  newName?: string;
  newTag?: string;
  digest?: string;
  tagSuffix?: string;
}

/** Entries of `images` that name an image. */
export function imageOverrides(kustomization: JsonObject): ImageOverride[] {
  const overrides: ImageOverride[] = [];
  listAt(kustomization, 'images').forEach((entry, position) => {
    const name = textAt(entry, 'name');
    if (name) {
      overrides.push({
        position,
        name,
        newName: textAt(entry, 'newName'),
        newTag: textAt(entry, 'newTag'),
        digest: textAt(entry, 'digest'),
        tagSuffix: textAt(entry, 'tagSuffix'),
      });
    }
  });
  return overrides;
}

/** The key of `images` that decides on the version, if any does. */
export function pinningKey(override: ImageOverride): string | undefined {
  if (override.newTag !== undefined) {
    return 'newTag';
  }
  if (override.digest !== undefined) {
    return 'digest';
  }
  return override.tagSuffix === undefined ? undefined : 'tagSuffix';
}

/** Whether an override means an image: by its name, or as the whole of it (`cart:latest`). */
export function isMeant(image: string, { name }: ImageOverride): boolean {
  return (
    splitImage(image).name === name ||
    image === name ||
    (image.startsWith(`${name}@`) && name.includes(':'))
  );
}

/** The image after an override, as kustomize writes it; the same text when the override means another image. */
export function overrideImage(image: string, override: ImageOverride): string {
  if (!isMeant(image, override)) {
    return image;
  }
  const parts = splitImage(image);
  let { tag, digest } = parts;
  if (override.newTag !== undefined) {
    tag = override.newTag;
    digest = override.digest;
  } else if (override.digest !== undefined) {
    tag = undefined;
    digest = override.digest;
  } else if (override.tagSuffix !== undefined) {
    tag = `${tag ?? ''}${override.tagSuffix}`;
    digest = undefined;
  }
  const name = override.newName ?? parts.name;
  return [
    name,
    tag === undefined ? '' : `:${tag}`,
    digest === undefined ? '' : `@${digest}`,
  ].join('');
}

/** What an override does, in words. */
export function overrideNote(override: ImageOverride): string {
  const version = imageVersion({
    name: override.name,
    tag: override.newTag,
    digest: override.digest,
  });
  const image = override.newName ?? override.name;
  return version
    ? `sets image ${image} to ${version}`
    : `sets image ${override.name} to ${image}`;
}

/**
 * Replaces images of all containers, wherever a list of containers stands, as kustomize does for kinds
 * that it has never heard of. What stays the same is shared.
 */
export function mapImages<T extends JsonValue>(
  value: T,
  replace: (image: string) => string,
): T {
  return mapValue(value, replace) as T;
}

function mapValue(
  value: JsonValue,
  replace: (image: string) => string,
): JsonValue {
  if (Array.isArray(value)) {
    let copy: JsonValue[] | undefined;
    value.forEach((item, position) => {
      const next = mapValue(item, replace);
      if (next !== item) {
        copy ??= [...value];
        copy[position] = next;
      }
    });
    return copy ?? value;
  }
  if (!isObject(value)) {
    return value;
  }
  let copy: JsonObject | undefined;
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (typeof child !== 'object' || child === null) {
      continue;
    }
    let next = mapValue(child, replace);
    if (
      (key === 'containers' || key === 'initContainers') &&
      Array.isArray(next)
    ) {
      const list: JsonValue[] = next;
      const images = list.map(item => {
        const image = isObject(item) ? item.image : undefined;
        if (!isObject(item) || typeof image !== 'string') {
          return item;
        }
        const after = replace(image);
        return after === image ? item : { ...item, image: after };
      });
      if (images.some((item, position) => item !== list[position])) {
        next = images;
      }
    }
    if (next !== child) {
      copy ??= { ...value };
      copy[key] = next;
    }
  }
  return copy ?? value;
}
