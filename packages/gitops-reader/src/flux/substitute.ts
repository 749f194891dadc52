import { FileLocation, JsonObject, JsonValue } from '../facts';
import { isObject, textAt } from '../json';
import { identityOf, Origin, Resource } from '../kustomize/resource';
import { containerImages } from '../workload';

const variable = /\$?\$\{([A-Za-z_]\w*)(?:(:?[-=])([^}]*))?\}/g;

/**
 * Fills variables in, as Flux does after a build. Variables whose value is not in Git keep their braces,
 * or take their default.
 */
export function substitute(
  resource: Resource,
  values: Record<string, string>,
  at: (name: string) => FileLocation,
): Resource {
  if (
    ['labels', 'annotations'].some(
      field =>
        textAt(
          resource.value,
          'metadata',
          field,
          'kustomize.toolkit.fluxcd.io/substitute',
        ) === 'disabled',
    )
  ) {
    return resource;
  }
  const used = new Set<string>();
  const origins = new Map<string, Origin>();
  const fill = (value: JsonValue, path: (string | number)[]): JsonValue => {
    if (typeof value === 'string') {
      if (!value.includes('${')) {
        return value;
      }
      let last: string | undefined;
      const text = value.replace(
        variable,
        (whole, name: string, operator?: string, fallback?: string) => {
          if (whole.startsWith('$$')) {
            return whole.slice(1);
          }
          if (Object.hasOwn(values, name)) {
            last = name;
            used.add(name);
            return values[name];
          }
          return operator ? (fallback ?? '') : whole;
        },
      );
      if (last !== undefined) {
        origins.set(path.join('\n'), {
          location: at(last),
          key: `spec.postBuild.substitute.${last}`,
        });
      }
      return text;
    }
    if (Array.isArray(value)) {
      let copy: JsonValue[] | undefined;
      value.forEach((item, position) => {
        const next = fill(item, [...path, position]);
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
      if (child === undefined || child === null) {
        continue;
      }
      const next = fill(child, [...path, key]);
      if (next !== child) {
        copy ??= { ...value };
        copy[key] = next;
      }
    }
    return copy ?? value;
  };
  const filled = fill(resource.value, []);
  if (filled === resource.value || !isObject(filled)) {
    return resource;
  }
  for (const { key, path } of containerImages(filled)) {
    const origin = origins.get(path.join('\n'));
    if (origin) {
      origins.set(`image\n${key}`, origin);
    }
  }
  return {
    ...resource,
    value: filled,
    identities: [...resource.identities, identityOf(filled)],
    origins: new Map([...resource.origins, ...origins]),
    places: [
      ...resource.places,
      ...[...used].map(name => ({
        role: 'overlay' as const,
        location: at(name),
        note: `fills in \${${name}}`,
      })),
    ],
  };
}
