import { argocd } from './scenes/argocd';
import { flux } from './scenes/flux';
import { helm } from './scenes/helm';
import { kustomize } from './scenes/kustomize';
import { owners, pipelines, secrets } from './scenes/others';
import { Scene } from './scenes/planted';

export { liveText } from './scenes/live';
export { marker, secretDocuments } from './scenes/planted';
export type { Scene } from './scenes/planted';

export const scenes: readonly Scene[] = [
  kustomize,
  argocd,
  flux,
  helm,
  owners,
  secrets,
  pipelines,
];
