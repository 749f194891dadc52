import { Claim, Evidence, JsonObject } from '../facts';
import { listAt, textAt } from '../lib/json';
import { teamNames } from './teamMarks';

/** Roles that are given to those who run what lives in a namespace, not to those who look at it. */
const runningRole =
  /(^|[-:_])(admin|administrator|edit|editor|owner|maintainer)s?$/i;

/** What identity providers put before the name of a group. */
const provider =
  /^(github|gitlab|oidc|sso|saml|okta|keycloak|google|ldap|aad|azuread|entra|oauth2?|dex|idp)[:/]+/i;

/** Groups of a whole organisation, of those who run its clusters or watch over them, and of what deploys to them. */
const ofAll =
  /^((.*[-_])?(ci|cd|cicd|ci-cd|deploy(er|ment)?s?|runners?)|on-?call|monitoring|domain[-_ ]users|(argo-?cd|istio|grafana|prod(uction)?|prd|stag(e|ing)|stg|dev|test|eks|aks|gke|aws|azure|gcp)[-_](admin(istrator)?s?|edit(ors?)?|maintainers?|owners?|operators?|developers?|engineers?|users?|.*dashboard)|users?|employees?|staff|developers?|devs?|engineers?|engineering|operators?|ops|sres?|viewers?|readers?|editors?|authenticated|masters?|interns?|contractors?|((cluster|k8s|kube|kubernetes|openshift|platform|global|super|infra|namespace|ns)[-_]?)?(admins?|administrators?|owners?|edit|view))$/i;

/**
 * Groups that a RoleBinding lets run what lives in its namespace: a weak sign of whose it is. Who runs the whole cluster
 * owns nothing by that, so a ClusterRoleBinding says nothing.
 */
export function roleBindingClaims(
  object: JsonObject,
  evidenceOf: (path: (string | number)[], text: string) => Evidence,
): Claim[] {
  if (
    object.kind !== 'RoleBinding' ||
    !/^(rbac\.authorization\.k8s\.io|authorization\.openshift\.io)\//.test(
      textAt(object, 'apiVersion') ?? '',
    ) ||
    !runningRole.test(textAt(object, 'roleRef', 'name') ?? '')
  ) {
    return [];
  }
  return listAt(object, 'subjects').flatMap((subject, position): Claim[] => {
    const name = textAt(subject, 'name') ?? '';
    const raw =
      textAt(subject, 'kind') === 'Group' ? teamOfGroup(name) : undefined;
    return raw === undefined
      ? []
      : [
          {
            source: 'role-binding',
            raw,
            evidence: evidenceOf(['subjects', position, 'name'], name),
          },
        ];
  });
}

/** The team that a group of a cluster's users is called after; none for groups of Kubernetes, ids, and everybody. */
export function teamOfGroup(group: string): string | undefined {
  if (group.startsWith('system:') || group.length > 200) {
    return undefined;
  }
  const bare = group.trim().replace(provider, '').replace(/^\/+/, '');
  const [first] = bare.split(',');
  const name = /^cn=/i.test(first)
    ? first.slice('cn='.length)
    : // `organisation:team`, as dex writes it; a group of Google is an address.
      bare.slice(bare.lastIndexOf(':') + 1).replace(/@[\w.-]+$/, '');
  const names = teamNames(name);
  return names.length === 1 && !ofAll.test(names[0]) ? names[0] : undefined;
}
