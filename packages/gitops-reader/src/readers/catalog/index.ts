export { inNamespace } from './owners';
export { catalogReader } from './reader';
export { readPortalEntity, type PortalEntity } from './portalEntity';
export { workloadClaims, workloadOwner, type WorkloadOwner } from './workloads';
