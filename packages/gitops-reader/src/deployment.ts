import { EngineFact, JsonObject } from './facts';
import { Resource } from './kustomize/resource';
import { LineTree } from './reader';

/** An object of Argo CD or Flux as the repository declares it, plain or built. */
export interface EngineObject {
  resource: Resource;
  /** Directory of the kustomization that builds it. */
  builtBy?: string;
  environment?: string;
  cluster?: string;
}

/** What an engine object deploys from a directory. */
export interface Deployment {
  engine: EngineObject;
  /** For people: `Application argocd/cart`. */
  title: string;
  fact: EngineFact;
  /** The directory, from the root of the repository that `fact.repoUrl` names. */
  path: string;
  cluster?: string;
  /** The engine's own changes to what it deploys, in the shape of a kustomization, with their lines. */
  overrides?: { value: JsonObject; lines: LineTree };
  /** Without a kustomization, which files of the directory. */
  plain: 'all' | 'top' | 'none';
  /** Name of the Helm release, where the directory is a chart. */
  releaseName?: string;
  /** The namespace of objects that name none. */
  defaultNamespace?: string;
  /** Variables that the engine fills in, by the path of their mapping. */
  substitute?: { values: Record<string, string>; path: string[] };
}

/** What a folder of an engine found. */
export interface Deployments {
  deployments: Deployment[];
  /** What could not be told, in words. */
  unknown: string[];
}

/** A chart of this repository as an engine deploys it. */
export interface Release {
  /** Directory of the chart. */
  directory: string;
  deployment: Deployment;
  environment?: string;
  cluster?: string;
}
