import { VersionPin } from '../facts';
import { imageVersion } from '../workload';
import { Context, locationIn } from './context';
import { ImageOverride, imageOverrides, pinningKey } from './images';
import { Origin, Resource } from './resource';
import { overridden } from './transform';

/** Applies the image overrides, and remembers which of them had a use. */
export function setImages(resources: Resource[], context: Context): Resource[] {
  const { kustomization } = context;
  const overrides = imageOverrides(kustomization.value);
  if (overrides.length === 0) {
    return resources;
  }
  const used = new Set<ImageOverride>();
  let result = resources;
  for (const override of overrides) {
    const key = pinningKey(override);
    const field = key ?? 'newName';
    const origin: Origin = {
      location: locationIn(context, kustomization, [
        'images',
        override.position,
        field,
      ]),
      key: `images[name=${override.name}].${field}`,
    };
    result = result.map(resource => {
      const next = overridden(
        resource,
        override,
        origin,
        context.configuration.images,
      );
      if (next) {
        used.add(override);
      }
      return next ?? resource;
    });
  }
  for (const override of overrides) {
    const changesPins = overridePins(override, context);
    if (changesPins) {
      used.add(override);
    }
    const location = locationIn(context, kustomization, [
      'images',
      override.position,
    ]);
    const id = `${location.path}\n${override.position}`;
    const known = context.overrides.get(id);
    context.overrides.set(id, {
      location,
      name: override.name,
      used: used.has(override) || known?.used === true,
      partial: context.partial.length > 0 || known?.partial === true,
    });
    if (
      changesPins ||
      (!used.has(override) && context.partial.some(bringsUnseen))
    ) {
      // It may be meant for objects that this read does not see.
      keepPin(override, context);
    }
  }
  return result;
}

/**
 * What is not seen runs images that are known by their pins alone, of values of charts and of overrides below: an
 * override changes them as well.
 */
function overridePins(override: ImageOverride, context: Context): boolean {
  const { versions } = context;
  const means = ({ kind, name }: VersionPin) =>
    kind === 'image' && name === override.name;
  const meant = versions.some(means);
  if (meant) {
    const after =
      pinningKey(override) === undefined
        ? versions.map(pin =>
            means(pin) ? { ...pin, name: override.newName ?? pin.name } : pin,
          )
        : versions.filter(pin => !means(pin));
    versions.splice(0, versions.length, ...after);
  }
  return meant;
}

function keepPin(override: ImageOverride, context: Context): void {
  const key = pinningKey(override);
  const value = imageVersion({
    name: override.name,
    tag: override.newTag,
    digest: override.digest,
  });
  if (key && value) {
    context.versions.push({
      kind: 'image',
      name: override.newName ?? override.name,
      value,
      evidence: {
        type: 'file',
        location: locationIn(context, context.kustomization, [
          'images',
          override.position,
          key,
        ]),
        text: `${key}: ${value}`.slice(0, 200),
      },
      key: `images[name=${override.name}].${key}`,
    });
  }
}

/** Whether what is missing brings objects that an override could be meant for. */
function bringsUnseen(reason: string): boolean {
  return /is not part of this repository$|is not rendered$|are not run$/.test(
    reason,
  );
}
