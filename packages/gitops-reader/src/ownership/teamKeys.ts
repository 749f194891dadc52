/**
 * Keys of labels and annotations that name a team, most telling first. A key without a slash stands for itself and for
 * any key that ends with it after a slash (`team` also means `acme.example/team`), or after the dots of a reversed
 * domain (`io.acme.application.team`). Case, `-` and `_` make no difference.
 *
 * Not among them, for they name other things: `app.kubernetes.io/part-of` (a product), `cost-center`, `business-unit`,
 * `managed-by` (a tool), an AppProject.
 *
 * @public
 */
export const defaultOwnershipLabels: readonly string[] = [
  'team',
  'team-name',
  'owning-team',
  'owner-team',
  'team-owner',
  'responsible-team',
  'squad',
  'squad-name',
  'owned-by',
  'owner',
  'owners',
  'project-owner',
  'service-owner',
  'app-owner',
  'application-owner',
  'owner-name',
  'service-team',
  'app-team',
  'application-team',
  'product-team',
  'dev-team',
  'development-team',
  'engineering-team',
  'kubernetes-team',
  'support-team',
  'support-group',
  'responsible',
  'maintained-by',
  'maintainer',
  'maintainers',
  'tenant',
  'contact',
];

/** Domains of software that writes `owner`, `tenant` and the like about its own affairs. */
const ofSoftware =
  /(^|\.)(k8s\.io|kubernetes\.io|x-k8s\.io|k8s\.aws|helm\.sh|fluxcd\.io|argoproj\.io|crossplane\.io|coreos\.com|openshift\.io|knative\.dev|tekton\.dev|istio\.io|min\.io|cnpg\.io|cattle\.io|rancher\.io|strimzi\.io|velero\.io|hashicorp\.com|vmware\.com|amazonaws\.com|projectcalico\.org|cilium\.io|ceph\.rook\.io|kyverno\.io|kubevirt\.io|zalan\.do|crunchydata\.com|elastic\.co|banzaicloud\.io|kubeflow\.org|olm|grafana\.com)$/;

/** Where such a domain speaks of people after all. */
const ofPeople =
  /^(app\.kubernetes\.io|toolkit\.fluxcd\.io\/tenant$|openshift\.io\/owner$)/;

/** Keys that software writes under a domain of its own about its own affairs: the node that owns a volume, the tenant of a topic. */
const ofAnything = new Set(
  ['owner', 'owners', 'owner-name', 'tenant', 'maintainer', 'contact'].map(
    fold,
  ),
);

/** Whether software as well as people may have written a key, for no list of its domains is complete. */
export function mayBeOfSoftware(
  key: string,
  wanted: readonly string[],
): boolean {
  const segment = lastSegment(key);
  return (
    wanted === defaultOwnershipLabels &&
    segment !== key &&
    ofAnything.has(fold(segment)) &&
    !ofPeople.test(key.toLowerCase())
  );
}

/** Keys that stand for somebody to write to, where an address names no team. */
export function isContactKey(key: string): boolean {
  return fold(lastSegment(key)) === 'contact';
}

/**
 * How telling a key is among those that are wanted: the place of the first that it stands for.
 */
export function rankOf(
  key: string,
  wanted: readonly string[],
): number | undefined {
  const { whole, last } = ranksOf(wanted);
  const exact = whole.get(fold(key));
  if (exact !== undefined) {
    return exact;
  }
  const segment = lastSegment(key);
  if (segment === key) {
    return undefined;
  }
  const rank = last.get(fold(segment));
  return rank !== undefined &&
    wanted === defaultOwnershipLabels &&
    isSoftware(key)
    ? undefined
    : rank;
}

interface Ranks {
  whole: Map<string, number>;
  last: Map<string, number>;
}

const known = new WeakMap<readonly string[], Ranks>();

function ranksOf(wanted: readonly string[]): Ranks {
  let ranks = known.get(wanted);
  if (!ranks) {
    ranks = { whole: new Map(), last: new Map() };
    for (const [rank, key] of wanted.entries()) {
      const folded = fold(key);
      if (!ranks.whole.has(folded)) {
        ranks.whole.set(folded, rank);
      }
      if (!key.includes('/') && !ranks.last.has(folded)) {
        ranks.last.set(folded, rank);
      }
    }
    known.set(wanted, ranks);
  }
  return ranks;
}

function isSoftware(key: string): boolean {
  const slash = key.indexOf('/');
  const domain = (slash < 0 ? key : key.slice(0, slash)).toLowerCase();
  return ofSoftware.test(domain) && !ofPeople.test(key.toLowerCase());
}

/** What follows the slash, or the dots of a reversed domain: `io.acme.application.team`. */
function lastSegment(key: string): string {
  const slash = key.lastIndexOf('/');
  if (slash >= 0) {
    return key.slice(slash + 1);
  }
  return /^[a-z]{2,4}\.[\w-]+\.[\w.-]+$/i.test(key)
    ? key.slice(key.lastIndexOf('.') + 1)
    : key;
}

/** `teamName`, `team_name` and `Team-Name` are one key. */
function fold(key: string): string {
  return key.toLowerCase().replace(/[-_]/g, '');
}
