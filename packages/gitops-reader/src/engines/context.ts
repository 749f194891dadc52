import { ConfigPlace, EngineFact, VersionPin } from '../facts';
import { Resource } from '../readers/kustomize/resource';
import { ParsedRepository } from '../readers/reader';

/** What the engines of a repository need to know of each other. */
export interface EngineContext {
  repository: ParsedRepository;
  /** Finds a source or a generated ConfigMap, of several the one that stands nearest to a path. */
  find(
    kind: string,
    namespace: string | undefined,
    name: string,
    near?: string,
  ): Resource | undefined;
  /** Whether a URL leads to this repository. */
  isOwn(url: string | undefined): boolean;
}

/** What an engine object adds to the plain object. */
export interface EngineParts {
  engine?: EngineFact;
  versions: VersionPin[];
  config: ConfigPlace[];
}
