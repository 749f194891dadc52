import { EngineFact, FileLocation, Finding, Guess, JsonObject } from '../facts';
import { Resource } from '../readers/kustomize/resource';
import { LineTree } from '../readers/reader';

/** Names of the reader folders of engines. */
export type EngineName = 'argocd' | 'flux';

/** An object of Argo CD or Flux as the repository declares it, plain or built. */
export interface EngineObject {
  resource: Resource;
  environment?: string;
  cluster?: string;
  /** The kustomization that builds it: its place is that of whoever builds it, not that of its own file. */
  builtBy?: string;
  /** It gives a chart more values than are known here. */
  openValues?: boolean;
  /** A chart makes it from its defaults, and nothing tells that it is installed with those. */
  assumed?: boolean;
  /** Directories of the charts that make it, the outermost first. */
  madeBy?: readonly string[];
}

/** Where the files come from that an engine deploys. */
export interface Origin {
  /**
   * `git`: a Git repository, by its URL. `artifact`: something built from a repository that is not named.
   * `missing`: an object that does not stand in Git.
   */
  type: 'git' | 'artifact' | 'missing';
  /** The URL, or the name of the object that is missing. The same for all that comes from one place. */
  key: string;
  /** Branch, tag or commit, where it is written. */
  revision?: string;
}

/** Fields of an engine object that mean what those of a kustomization mean, with their lines. */
export interface Layer {
  value: JsonObject;
  lines: LineTree;
  /** The file that holds them. */
  path: string;
}

/** Which files of a directory an engine applies when nothing there says how to build it. */
export interface PlainFiles {
  /** Those below, too. */
  recurse: boolean;
  /** Kustomizations further down are built, as Flux does. */
  build: boolean;
  /** Globs of Argo CD on the path below the directory. */
  include?: string;
  exclude?: string;
}

/** Variables that an engine fills in after the build. */
export interface Variables {
  values: ReadonlyMap<string, Variable>;
  /** Those that a Secret of this repository sets, and where it is named: their values are not read. */
  hidden: ReadonlyMap<string, FileLocation>;
  /** Where what stands in the cluster alone is named, which may set any others. */
  elsewhere?: FileLocation;
}

/** A value of a variable, and the line that sets it. */
export interface Variable {
  value: string;
  origin: Resource;
  /** Where it stands in the object. */
  path: string[];
}

/** What an engine object deploys from a directory. */
export interface Deployment {
  engine: EngineObject;
  /** For people: `Application argocd/cart`. */
  title: string;
  fact: EngineFact;
  origin: Origin;
  /** The directory, from the root of what `origin` names. */
  path: string;
  /** Where the path is written, in the engine object. */
  pathAt: (string | number)[];
  cluster?: string;
  /** The engine's own changes to what it deploys, in their order. */
  layers: Layer[];
  /** Absent: files that no kustomization or chart takes are left alone. */
  plain?: PlainFiles;
  /** Name of the Helm release, where the directory is a chart. */
  releaseName?: string;
  /** The namespace of objects that name none. */
  defaultNamespace?: string;
  variables?: Variables;
  /** It stands for several that cannot be told apart: nothing is missing because of it. */
  vague?: boolean;
}

/** A path that an engine looks for in a repository. */
export interface AskedPath {
  url: string;
  path: string;
}

/** What a folder of an engine found. */
export interface Deployments {
  deployments: Deployment[];
  /** Paths that generators look for, as far as they name them. */
  asked?: AskedPath[];
  /** Applications that an ApplicationSet makes. */
  made?: EngineObject[];
  findings?: Finding[];
  guesses?: Guess[];
}

/** A chart of this repository as an engine deploys it. */
export interface Release {
  /** Directory of the chart. */
  directory: string;
  deployment: Deployment;
  environment?: string;
  cluster?: string;
}
