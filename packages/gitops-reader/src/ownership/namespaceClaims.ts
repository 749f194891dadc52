import { Claim, DeclaredObject, ObjectRef } from '../facts';
import { addTo } from '../lib/groups';

/** Where an object stands in the world. */
export type Place = Pick<DeclaredObject, 'environment' | 'cluster'>;

interface Entry {
  place: Place;
  claims: readonly Claim[];
}

const nothing: readonly Claim[] = [];

/**
 * Claims that objects inherit from their namespace: what the Namespace itself says, and whom RoleBindings let run what
 * lives in it.
 */
export class NamespaceClaims {
  readonly #declared = new Map<string, Entry[]>();
  readonly #bindings = new Map<string, Entry[]>();
  readonly #known = new Map<string, readonly Claim[]>();

  constructor(objects: readonly DeclaredObject[], places: readonly Place[]) {
    objects.forEach(({ apiVersion, kind, name, namespace, claims }, index) => {
      const place = places[index];
      if (kind === 'Namespace' && apiVersion === 'v1') {
        addTo(this.#declared, name, { place, claims });
      } else if (kind === 'RoleBinding' && namespace) {
        const bound = claims.filter(({ source }) => source === 'role-binding');
        if (bound.length > 0) {
          addTo(this.#bindings, namespace, { place, claims: bound });
        }
      }
    });
  }

  /**
   * What the namespace of an object claims, where it is certain which declaration is meant: that of the same
   * environment and cluster, and when several remain, only if they all say the same. For what deploys others, the
   * namespace that it deploys to.
   */
  claimsFor(
    object: ObjectRef & Pick<DeclaredObject, 'engine'>,
    place: Place,
  ): readonly Claim[] {
    const elsewhere = livesWithEngine(object);
    const { environment } = place;
    const namespace = elsewhere
      ? object.engine?.destinationNamespace
      : object.namespace;
    const cluster = elsewhere ? undefined : place.cluster;
    if (
      !namespace ||
      !(this.#declared.has(namespace) || this.#bindings.has(namespace))
    ) {
      return nothing;
    }
    const key = `${namespace}\n${environment ?? ''}\n${cluster ?? ''}`;
    let claims = this.#known.get(key);
    if (!claims) {
      const here = (entries: Entry[] | undefined) =>
        (entries ?? []).filter(
          entry =>
            fits(entry.place.environment, environment) &&
            fits(entry.place.cluster, cluster),
        );
      claims = [
        ...ofNamespaces(here(this.#declared.get(namespace))),
        ...ofBindings(here(this.#bindings.get(namespace))),
      ];
      this.#known.set(key, claims);
    }
    return claims;
  }
}

/** What stands in the namespace of Argo CD or Flux for the engine to find it does not belong to those who run that. */
export function livesWithEngine({
  apiVersion,
  kind,
  namespace,
}: ObjectRef): boolean {
  return apiVersion.startsWith('argoproj.io/')
    ? /^(Application|ApplicationSet|AppProject)$/.test(kind)
    : namespace === 'flux-system' &&
        /^[a-z]+\.toolkit\.fluxcd\.io\//.test(apiVersion);
}

function fits(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function ofNamespaces(entries: Entry[]): readonly Claim[] {
  const [first, ...others] = entries.map(({ claims }) =>
    claims.filter(({ source }) => source === 'object-label'),
  );
  if (!first) {
    return nothing;
  }
  const marks = (claims: Claim[]) =>
    claims
      .map(({ raw }) => raw)
      .sort()
      .join('\n');
  return others.every(other => marks(other) === marks(first))
    ? first.map(namespaceClaim)
    : nothing;
}

/** Several groups in one namespace may be its team, its guests and those who watch: then none is taken for the owner. */
function ofBindings(entries: Entry[]): readonly Claim[] {
  const claims = entries.flatMap(entry => entry.claims);
  const names = new Set(claims.map(({ raw }) => raw.toLowerCase()));
  return names.size === 1 ? claims.slice(0, 1) : nothing;
}

const made = new WeakMap<Claim, Claim>();

/** The claim of a Namespace as one on what belongs to it, the same object for the same claim. */
export function namespaceClaim(claim: Claim): Claim {
  let ofNamespace = made.get(claim);
  if (!ofNamespace) {
    ofNamespace = { ...claim, source: 'namespace-label' };
    made.set(claim, ofNamespace);
  }
  return ofNamespace;
}
