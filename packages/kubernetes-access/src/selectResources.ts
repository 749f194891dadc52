import { AccessRule, defaultRules, everyResource, resourcesOf } from './rules';

/**
 * How the list of what is read differs from the default. Resources are written as `kubectl api-resources -o name` prints
 * them: `pods`, `deployments.apps`, `databases.acme.example`.
 *
 * @public
 */
export interface ResourceChoice {
  /** Read these, too. */
  add?: string[];
  /** Leave these out. */
  exclude?: string[];
  /** Read only the metadata of these. */
  metadataOnly?: string[];
}

/** A choice of resources that cannot be granted. The message names what is wrong. @public */
export class ResourceChoiceError extends Error {
  override readonly name = 'ResourceChoiceError';
}

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const resourceName = new RegExp(`^${label}(\\.${label})*$`);

/**
 * Whether a resource is what Kubernetes calls a Secret, or could be taken for one. Whoever may list those, in whatever
 * form, can read their values, so that nothing may ever ask for them.
 *
 * @public
 */
export function isSecretResource(resource: {
  resource: string;
  kind?: string;
}): boolean {
  const [name] = resource.resource.toLowerCase().split('/');
  return name === 'secrets' || resource.kind?.toLowerCase() === 'secret';
}

/**
 * The rules for a choice of resources: each resource in one rule, in the order of the default.
 *
 * @public
 */
export function selectResources(choice: ResourceChoice = {}): AccessRule[] {
  const added = (choice.add ?? []).map(parseName);
  const excluded = new Set((choice.exclude ?? []).map(keyOf));
  const metadataOnly = new Set((choice.metadataOnly ?? []).map(keyOf));

  const all = new Map<string, AccessRule>();
  for (const rule of defaultRules) {
    all.set(rule.group, rule);
  }
  for (const { group, resource } of added) {
    const rule = all.get(group) ?? {
      group,
      why: 'chosen in the configuration',
    };
    if (!resourcesOf(rule).includes(resource)) {
      all.set(group, { ...rule, whole: [...(rule.whole ?? []), resource] });
    }
  }
  const known = new Set(
    [...all.values()].flatMap(rule =>
      resourcesOf(rule).map(resource => nameOf(rule.group, resource)),
    ),
  );
  const unknown = [...excluded, ...metadataOnly].find(name => !known.has(name));
  if (unknown) {
    throw new ResourceChoiceError(
      `'${unknown}' is not among the resources that are read: write it as \`kubectl api-resources -o name\` prints it`,
    );
  }
  return [...all.values()].flatMap(rule => {
    const wanted = resourcesOf(rule)
      .filter(resource => !excluded.has(nameOf(rule.group, resource)))
      .sort();
    const slim = (resource: string) =>
      rule.metadata?.includes(resource) ||
      metadataOnly.has(nameOf(rule.group, resource));
    const whole = wanted.filter(resource => !slim(resource));
    const metadata = wanted.filter(slim);
    return wanted.length === 0
      ? []
      : [
          {
            group: rule.group,
            why: rule.why,
            ...(whole.length > 0 && { whole }),
            ...(metadata.length > 0 && { metadata }),
          },
        ];
  });
}

function nameOf(group: string, resource: string): string {
  return group ? `${resource}.${group}` : resource;
}

function keyOf(name: string): string {
  const { group, resource } = parseName(name);
  return nameOf(group, resource);
}

function parseName(name: string): { group: string; resource: string } {
  const whole = defaultRules.find(
    rule =>
      resourcesOf(rule).includes(everyResource) &&
      nameOf(rule.group, everyResource) === name,
  );
  if (whole) {
    return { group: whole.group, resource: everyResource };
  }
  if (name.includes('*')) {
    throw new ResourceChoiceError(
      `'${name}': name each resource, wildcards would take in Secrets one day`,
    );
  }
  if (!resourceName.test(name)) {
    throw new ResourceChoiceError(
      `'${name}' is not a resource: write it as \`kubectl api-resources -o name\` prints it, like deployments.apps`,
    );
  }
  const dot = name.indexOf('.');
  const parsed =
    dot < 0
      ? { group: '', resource: name }
      : { group: name.slice(dot + 1), resource: name.slice(0, dot) };
  if (isSecretResource(parsed)) {
    throw new ResourceChoiceError(
      `'${name}': Secrets are never read. Whoever may list them can read their values`,
    );
  }
  return parsed;
}
