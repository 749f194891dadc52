import { argocdReader } from './argocd';
import { catalogReader } from './catalog';
import { chartOwnersReader } from './chartOwners';
import { codeownersReader } from './codeowners';
import { fluxReader } from './flux';
import { helmReader } from './helm';
import { helmfileReader } from './helmfile';
import { kustomizeReader } from './kustomize';
import { manifestsReader } from './manifests';
import { ownersReader } from './owners';
import { pathsReader } from './paths';
import { policiesReader } from './policies';
import { Reader } from './reader';
import { secretsReader } from './secrets';
import { structureReader } from './structure';
import { versionFilesReader } from './versionFiles';
import { workflowsReader } from './workflows';

/**
 * Every reader, in the order in which they run. A new kind of file is a new folder and a line here.
 */
export const readers: readonly Reader[] = [
  manifestsReader,
  kustomizeReader,
  argocdReader,
  fluxReader,
  helmReader,
  helmfileReader,
  codeownersReader,
  ownersReader,
  chartOwnersReader,
  pathsReader,
  catalogReader,
  secretsReader,
  structureReader,
  versionFilesReader,
  policiesReader,
  workflowsReader,
];
