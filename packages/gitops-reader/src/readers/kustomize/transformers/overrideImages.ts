import { VersionPin } from '../../../facts';
import { imageVersion } from '../../../workloads/workload';
import { Context, locationIn } from '../build/context';
import { ImageOverride, imageOverrides, pinningKey } from './images';
import { Origin, Resource } from '../resource';
import { overridden } from './transform';

/**
 * What is not seen runs images that are known by their pins alone, of values of charts and of overrides below: an
 * override changes them as well.
 */
class UnseenImages {
  /** In their order; those that were overridden are away. */
  readonly #pins: (VersionPin | undefined)[] = [];
  /** Places of images among the pins, by what they are called now. */
  readonly #places = new Map<string, number[]>();

  constructor(pins: readonly VersionPin[]) {
    pins.forEach(pin => this.add(pin));
  }

  add(pin: VersionPin): void {
    const place = this.#pins.push(pin) - 1;
    if (pin.kind === 'image') {
      this.#put(pin.name, [place]);
    }
  }

  /** Whether it means any of them. */
  override(override: ImageOverride): boolean {
    const { name, newName = name } = override;
    const places = this.#places.get(name);
    if (!places) {
      return false;
    }
    this.#places.delete(name);
    if (pinningKey(override) === undefined) {
      this.#put(newName, places);
    } else {
      places.forEach(place => {
        this.#pins[place] = undefined;
      });
    }
    return true;
  }

  /** Puts fewer ones to more of them: a name may change as often as there are overrides. */
  #put(name: string, places: number[]): void {
    const known = this.#places.get(name) ?? [];
    const [more, fewer] =
      known.length < places.length ? [places, known] : [known, places];
    fewer.forEach(place => more.push(place));
    this.#places.set(name, more);
  }

  /** All of them by their names of now. */
  pins(): VersionPin[] {
    for (const [name, places] of this.#places) {
      for (const place of places) {
        const pin = this.#pins[place];
        this.#pins[place] = pin && pin.name !== name ? { ...pin, name } : pin;
      }
    }
    return this.#pins.filter(pin => pin !== undefined);
  }
}

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
  const unseen = new UnseenImages(context.versions.all);
  for (const override of overrides) {
    const changesPins = unseen.override(override);
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
    const pin = pinOf(override, context);
    if (
      pin &&
      (changesPins || (!used.has(override) && context.unseen.size > 0))
    ) {
      // It may be meant for objects that this read does not see.
      unseen.add(pin);
    }
  }
  context.versions.replaceBy(unseen.pins());
  return result;
}

function pinOf(
  override: ImageOverride,
  context: Context,
): VersionPin | undefined {
  const key = pinningKey(override);
  const value = imageVersion({
    name: override.name,
    tag: override.newTag,
    digest: override.digest,
  });
  return key && value
    ? {
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
      }
    : undefined;
}
