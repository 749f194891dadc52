import { Variables } from '../../engines';
import { FileLocation } from '../../facts';
import { isObject, mapTree, textAt } from '../../lib/json';
import {
  identityOf,
  locationAt,
  Origin,
  Resource,
} from '../kustomize/resource';
import { containerImages } from '../../workloads/workload';
import { fillVariables } from './variables';

const switchOff = 'kustomize.toolkit.fluxcd.io/substitute';

/**
 * Fills variables in, as Flux does after a build. Those whose value is not in Git keep their braces, with a default too:
 * what sets them may well set them to something else.
 */
export function substitute(
  resource: Resource,
  { values: variables, hidden, elsewhere }: Variables,
): Resource {
  if (
    ['labels', 'annotations'].some(
      field =>
        textAt(resource.value, 'metadata', field, switchOff) === 'disabled',
    )
  ) {
    return resource;
  }
  const used = new Set<string>();
  const unread = new Map<string, FileLocation>();
  const isUnread = (name: string) => {
    const place = hidden.get(name) ?? elsewhere;
    if (place) {
      unread.set(name, place);
    }
    return place !== undefined;
  };
  const origins = new Map<string, Origin>();
  const filled = mapTree(resource.value, (value, path) => {
    if (typeof value !== 'string' || !value.includes('${')) {
      return value;
    }
    let last: string | undefined;
    const text = fillVariables(
      value,
      name => {
        const found = variables.get(name);
        if (found) {
          last = name;
          used.add(name);
        }
        return found?.value;
      },
      isUnread,
    );
    const variable = last === undefined ? undefined : variables.get(last);
    if (variable) {
      origins.set(path.join('\n'), {
        location: locationAt(variable.origin, variable.path),
        key: variable.path.join('.'),
      });
    }
    return text;
  });
  if ((filled === resource.value && unread.size === 0) || !isObject(filled)) {
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
      ...[...used].flatMap(name => {
        const variable = variables.get(name);
        return variable
          ? [
              {
                role: 'overlay' as const,
                location: locationAt(variable.origin, variable.path),
                note: `fills in \${${name}}`,
              },
            ]
          : [];
      }),
      ...[...unread].map(([name, location]) => ({
        role: 'overlay' as const,
        location,
        note: `fills in \${${name}} with what is not read`,
      })),
    ],
  };
}
