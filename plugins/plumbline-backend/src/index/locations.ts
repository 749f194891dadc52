import { FileLocation } from '@plumbline/gitops-reader';

/** The repository and revision that the facts of one read share. */
export interface Origin {
  repository: string;
  revision: string;
}

/**
 * Facts as they are stored: locations in the repository that was read leave out its name and revision, which its
 * source row holds once. Otherwise every commit would change every row.
 */
export function withoutOrigin(facts: unknown, origin: Origin): string {
  return JSON.stringify(facts, (key, value) => {
    if (
      key === 'location' &&
      isObject(value) &&
      value.repository === origin.repository &&
      value.revision === origin.revision
    ) {
      const { repository, revision, ...rest } = value;
      return rest;
    }
    return value;
  });
}

/** The inverse of {@link withoutOrigin}, with the revision of today. */
export function withOrigin<T>(facts: string, origin: Origin): T {
  const value = JSON.parse(facts);
  complete(value, origin);
  return value;
}

function complete(value: unknown, origin: Origin): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      complete(item, origin);
    }
  } else if (isObject(value)) {
    for (const [key, child] of Object.entries(value)) {
      if (key === 'location' && isIncompleteLocation(child)) {
        Object.assign(child, origin);
      } else if (typeof child === 'object') {
        complete(child, origin);
      }
    }
  }
}

function isIncompleteLocation(value: unknown): value is Partial<FileLocation> {
  return (
    isObject(value) &&
    typeof value.path === 'string' &&
    value.repository === undefined
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every place that facts name. */
export function locationsIn(facts: unknown): FileLocation[] {
  if (Array.isArray(facts)) {
    return facts.flatMap(locationsIn);
  }
  return isObject(facts)
    ? Object.entries(facts).flatMap(([key, child]) =>
        key === 'location' && isLocation(child) ? [child] : locationsIn(child),
      )
    : [];
}

function isLocation(value: unknown): value is FileLocation {
  return (
    isObject(value) &&
    typeof value.repository === 'string' &&
    typeof value.path === 'string'
  );
}
