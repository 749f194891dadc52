import {
  Claim,
  ClusterFacts,
  DeclaredObject,
  LiveObject,
  RepositoryFacts,
  TeamFact,
} from '@plumbline/gitops-reader';
import { Estate } from './estate';

export const TEAMS = 1_000;

const missing = { name: 'database', state: 'missing' as const };

const teamNames = Array.from({ length: TEAMS }, (_, at) => `team-${at}`);

/** Every so manyth workload is one that something is to be said about. */
const nobodys = (index: number) => index % 25 === 0;
const contested = (index: number) => index % 20 === 3;
const drifted = (index: number) => index % 50 === 1;
const lacksSecret = (index: number) => index % 50 === 2;

/** The estate as organisations have it: things that nobody owns or several claim, that are not as Git says or lack a Secret. */
export class OwnedEstate extends Estate {
  readonly #numbers = new Map<string, number>();

  constructor(liveObjects: number) {
    super(liveObjects);
    for (let index = 0; index < this.workloads; index++) {
      this.#numbers.set(`service-${index}`, index);
    }
  }

  /** Each team as a directory tells of it. */
  get teams(): TeamFact[] {
    return teamNames.map((name, at) => ({
      ref: `group:default/${name}`,
      title: `Team ${at} of Acme`,
      aliases: [name, `@acme/${name}`],
      contacts: [
        { type: 'chat', value: `#${name}-oncall` },
        { type: 'email', value: `${name}@acme.example` },
        ...[1, 2, 3, 4, 5].map(number => ({
          type: 'person' as const,
          value: `@engineer-${at}-${number}`,
        })),
      ],
    }));
  }

  clusterFacts(cluster: string): ClusterFacts {
    const facts = super.clusterFacts(cluster);
    return {
      ...facts,
      objects: facts.objects.flatMap(object => this.#live(object)),
    };
  }

  repositoryFacts(repository: string): RepositoryFacts {
    const facts = super.repositoryFacts(repository);
    return {
      ...facts,
      objects: facts.objects.map(object => this.#declared(object)),
      findings: facts.objects.slice(0, 3).map(({ location }) => ({
        rule: 'image-tag-mutable',
        severity: 'warning',
        location,
        message: 'The image is named by a tag that moves: latest.',
      })),
    };
  }

  #live(object: LiveObject): LiveObject[] {
    const name = object.deployedBy?.name ?? object.controller?.name;
    const index = this.#numbers.get(name?.replace(/(-\w{10})$/, '') ?? '');
    if (index === undefined) {
      return [object];
    }
    if (object.kind === 'Pod') {
      return [
        lacksSecret(index) ? { ...object, secretStates: [missing] } : object,
      ];
    }
    const { labels: { team: _, ...labels } = {} } = object;
    const own = nobodys(index) ? { ...object, labels, claims: [] } : object;
    return drifted(index) && object.kind === 'Deployment'
      ? [own, applicationOf(object)]
      : [own];
  }

  #declared(object: DeclaredObject): DeclaredObject {
    const index = this.#numbers.get(object.name) ?? 0;
    if (nobodys(index)) {
      return { ...object, claims: [] };
    }
    return contested(index)
      ? {
          ...object,
          claims: [
            ...object.claims,
            ...object.claims.map(claim => ofAnother(claim, index)),
          ],
        }
      : object;
  }
}

/** The Application that deploys it, which says that it differs from Git. */
function applicationOf({ cluster, namespace, name }: LiveObject): LiveObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    namespace: 'argocd',
    name,
    cluster,
    claims: [],
    versions: [],
    engine: { path: `apps/${name}`, lists: true },
    state: {
      sync: 'out-of-sync',
      health: 'Healthy',
      outOfSync: [{ group: 'apps', kind: 'Deployment', namespace, name }],
    },
  };
}

/** What a rule for its directory says, where the label of the workload names its neighbour. */
function ofAnother(claim: Claim, index: number): Claim {
  return {
    ...claim,
    raw: `@acme/team-${(index + 1) % TEAMS}`,
    catchAll: false,
  };
}
