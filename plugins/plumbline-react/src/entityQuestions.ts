import { repositoryName } from './words';

/** What is asked about an entity of the catalog. @public */
export interface EntityQuestions {
  /** What its workloads and its service are called. */
  name: string;
  /** Its repository, as the index calls it. */
  repository?: string;
  /** The repository that it has its source in, as the address has it: the index may call it otherwise, or not have it. */
  sourceRepository?: string;
  /** Where its files are, as far as the entity says. */
  path?: string;
}

/** What an entity says about what it stands for. @public */
export function questionsOf(entity: {
  metadata: { name: string; annotations?: { [name: string]: string } };
}): EntityQuestions {
  const { name, annotations = {} } = entity.metadata;
  const repository = annotations['plumbline.dev/repository'];
  const directory = annotations['plumbline.dev/path'];
  const source = annotations['backstage.io/source-location'] ?? '';
  const [, root] =
    /^url:(https?:\/\/\S+?\/\S+?)(?:\/-)?\/(?:tree|blob|src)\//.exec(source) ??
    [];
  const [, address] =
    // The root of a repository is no path, and would be read as words.
    /^url:(https?:\/\/\S+\/(?:tree|blob|src)\/(?:branch\/)?[^/\s]+\/\S*[^/\s])\/*$/.exec(
      source,
    ) ?? [];
  const path = repository && directory ? `${repository}:${directory}` : address;
  return {
    name:
      annotations['backstage.io/kubernetes-id'] ??
      annotations['plumbline.dev/name'] ??
      name,
    ...(repository && { repository }),
    ...(root && { sourceRepository: repositoryName(root) }),
    ...(path && { path }),
  };
}
