import {
  Claim,
  ClusterFacts,
  DeclaredObject,
  LiveObject,
  RepositoryFacts,
} from '@plumbline/gitops-reader';
import { seeded } from './random';

/** Objects of a cluster come in workloads of ten: a Deployment, its ReplicaSet, seven Pods and a Service. */
export const objectsPerWorkload = 10;
const workloadsPerNamespace = 20;
const hashAlphabet = 'bcdf456789';
const podAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

export interface Workload {
  cluster: string;
  namespace: string;
  name: string;
  replicaSet: string;
  pods: string[];
  team: string;
}

/**
 * A made-up organisation of any size, the same in every run: clusters of up to 50,000 live objects, and for every 50
 * workloads a repository that declares them.
 */
export class Estate {
  readonly clusters: string[];
  readonly repositories: string[];
  readonly #liveObjects: number;
  readonly #perCluster: number;

  constructor(liveObjects: number) {
    this.#liveObjects = liveObjects;
    this.#perCluster = Math.min(liveObjects, 50_000);
    const clusters = Math.ceil(liveObjects / this.#perCluster);
    this.clusters = Array.from({ length: clusters }, (_, i) => `cluster-${i}`);
    const repositories = Math.max(
      1,
      Math.round(liveObjects / objectsPerWorkload / 50),
    );
    this.repositories = Array.from(
      { length: repositories },
      (_, i) => `acme/repository-${i}`,
    );
  }

  get workloads(): number {
    return Math.floor(this.#liveObjects / objectsPerWorkload);
  }

  workload(index: number): Workload {
    const random = seeded(index + 1);
    const pick = (alphabet: string, length: number) =>
      Array.from(
        { length },
        () => alphabet[Math.floor(random() * alphabet.length)],
      ).join('');
    const perCluster = this.#perCluster / objectsPerWorkload;
    const name = `service-${index}`;
    const replicaSet = `${name}-${pick(hashAlphabet, 10)}`;
    return {
      cluster: this.clusters[Math.floor(index / perCluster)],
      namespace: `team-space-${Math.floor(index / workloadsPerNamespace)}`,
      name,
      replicaSet,
      pods: Array.from(
        { length: objectsPerWorkload - 3 },
        () => `${replicaSet}-${pick(podAlphabet, 5)}`,
      ),
      team: `team-${index % 1000}`,
    };
  }

  clusterFacts(cluster: string): ClusterFacts {
    const objects: LiveObject[] = [];
    for (let index = 0; index < this.workloads; index++) {
      const workload = this.workload(index);
      if (workload.cluster === cluster) {
        objects.push(...objectsOf(workload, index));
      }
    }
    return { cluster, environment: 'production', objects, skipped: [] };
  }

  repositoryFacts(repository: string): RepositoryFacts {
    const position = this.repositories.indexOf(repository);
    const objects: DeclaredObject[] = [];
    for (
      let index = position;
      index < this.workloads;
      index += this.repositories.length
    ) {
      objects.push(declaredObject(repository, this.workload(index)));
    }
    return {
      repository,
      revision: 'a'.repeat(40),
      objects,
      secrets: [],
      credentials: [],
      policies: [],
      pins: [],
      guesses: [],
      teams: [],
      ownership: {
        codeowners: { path: 'CODEOWNERS', text: '* @acme/platform\n' },
        repositoryClaims: [],
      },
      findings: [],
      skipped: [],
      counts: { files: objects.length, parsed: objects.length },
    };
  }
}

function objectsOf(workload: Workload, index: number): LiveObject[] {
  const { cluster, namespace, name, replicaSet } = workload;
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace,
    name,
  };
  const common = { cluster, namespace, versions: [], claims: [] };
  const claims: Claim[] = [
    {
      source: 'object-label',
      raw: workload.team,
      evidence: {
        type: 'object',
        cluster,
        object: deployment,
        field: 'metadata.labels.team',
        text: workload.team,
      },
    },
  ];
  const labels = { 'app.kubernetes.io/name': name, team: workload.team };
  return [
    // The namespace comes with the first of its workloads, in place of that one's Service.
    index % workloadsPerNamespace === 0
      ? {
          cluster,
          versions: [],
          claims: [],
          apiVersion: 'v1',
          kind: 'Namespace',
          name: namespace,
        }
      : { ...common, apiVersion: 'v1', kind: 'Service', name },
    {
      ...common,
      ...deployment,
      labels,
      claims,
      status: '7 of 7 ready',
      deployedBy: {
        kind: 'Application',
        namespace: 'argocd',
        name,
        mark: 'argocd.argoproj.io/tracking-id',
      },
    },
    {
      ...common,
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: replicaSet,
      labels,
      controller: deployment,
    },
    ...workload.pods.map(pod => ({
      ...common,
      apiVersion: 'v1',
      kind: 'Pod',
      name: pod,
      labels,
      controller: {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        namespace,
        name: replicaSet,
      },
      status: 'Running',
    })),
  ];
}

function declaredObject(
  repository: string,
  workload: Workload,
): DeclaredObject {
  const path = `apps/${workload.name}/deployment.yaml`;
  const location = { repository, revision: 'a'.repeat(40), path, line: 1 };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: workload.namespace,
    name: workload.name,
    environment: 'production',
    location,
    claims: [
      {
        source: 'codeowners',
        raw: '@acme/platform',
        catchAll: true,
        evidence: {
          type: 'file',
          location: { ...location, path: 'CODEOWNERS' },
          text: '* @acme/platform',
        },
      },
    ],
    config: [{ role: 'manifest', location }],
    versions: [
      {
        kind: 'image',
        name: `registry.example/${workload.name}`,
        value: '1.2.3',
        key: 'spec.template.spec.containers[name=app].image',
        evidence: { type: 'file', location: { ...location, line: 18 } },
      },
    ],
  };
}
