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
    if (!used.has(override) && context.partial.some(bringsUnseen)) {
      // It may be meant for objects that this read does not see.
      keepPin(override, context);
    }
  }
  return result;
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
