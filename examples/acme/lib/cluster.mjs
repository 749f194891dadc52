import { createHash } from 'node:crypto';
import { remoteOf } from './names.mjs';

const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

function sha256(text) {
  return createHash('sha256').update(text).digest();
}

/** Five characters as the API server appends them to generated names. */
export function suffix(seed) {
  return [...sha256(seed).subarray(0, 5)]
    .map(byte => SAFE[byte % SAFE.length])
    .join('');
}

/** The hash that controllers put into names: FNV-32a, its decimal digits in the safe alphabet. */
export function templateHash(seed) {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return [...String(hash)]
    .map(digit => SAFE[digit.charCodeAt(0) % SAFE.length])
    .join('');
}

function uidOf(...parts) {
  const hex = sha256(parts.join('\0')).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

export function later(at, minutes) {
  return new Date(Date.parse(at) + minutes * 60_000)
    .toISOString()
    .replace('.000Z', 'Z');
}

const groupOf = object =>
  object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';

export const keyOf = object =>
  [object.kind, object.metadata.namespace, object.metadata.name]
    .filter(Boolean)
    .join('/');

/**
 * A cluster as `kubectl get` would show it: what Git declares, put there by its engine, with the objects that
 * controllers make of it and their status. Deviations are made by the story in clusters.mjs.
 */
export class Cluster {
  constructor({ name, nodes, revisions, hashes = {}, pods = {} }) {
    Object.assign(this, { name, nodes, revisions, hashes, pods });
    this.objects = new Map();
    this.scheduled = 0;
  }

  get(key) {
    const object = this.objects.get(key);
    if (!object) {
      throw new Error(`${this.name} holds no ${key}`);
    }
    return object;
  }

  remove(key) {
    this.get(key);
    this.objects.delete(key);
  }

  /** Puts an object as it is, with what the API server adds. */
  add(object, { createdAt, owner } = {}) {
    const key = keyOf(object);
    if (this.objects.has(key)) {
      throw new Error(`${this.name} holds ${key} already`);
    }
    const { name, namespace, ...metadata } = object.metadata;
    const live = {
      apiVersion: object.apiVersion,
      kind: object.kind,
      metadata: {
        ...metadata,
        creationTimestamp: createdAt ?? '2026-08-03T12:00:00Z',
        name,
        ...(namespace && { namespace }),
        ...(owner && {
          ownerReferences: [
            {
              apiVersion: owner.apiVersion,
              blockOwnerDeletion: true,
              controller: true,
              kind: owner.kind,
              name: owner.metadata.name,
              uid: owner.metadata.uid,
            },
          ],
        }),
        resourceVersion: String(4_100_000 + this.objects.size * 37),
        uid: uidOf(this.name, key),
      },
    };
    for (const [field, value] of Object.entries(object)) {
      if (!(field in live)) {
        live[field] = value;
      }
    }
    this.objects.set(key, live);
    return live;
  }

  /** Puts an object of Git and all that its controllers make of it. */
  apply(declared, { engine, by, at }) {
    const object = structuredClone(declared);
    const { kind, metadata } = object;
    if (engine === 'argocd') {
      metadata.annotations = {
        'argocd.argoproj.io/tracking-id': `${by}:${groupOf(object)}/${kind}:${
          metadata.namespace ?? ''
        }/${metadata.name}`,
        ...metadata.annotations,
      };
    } else if (engine === 'flux') {
      metadata.labels = {
        ...metadata.labels,
        'kustomize.toolkit.fluxcd.io/name': by,
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      };
    } else if (engine === 'helm') {
      const [namespace, release] = by.split('/');
      metadata.labels = {
        'app.kubernetes.io/managed-by': 'Helm',
        ...metadata.labels,
        'helm.toolkit.fluxcd.io/name': release,
        'helm.toolkit.fluxcd.io/namespace': namespace,
      };
      metadata.annotations = {
        'meta.helm.sh/release-name': release,
        'meta.helm.sh/release-namespace': namespace,
        ...metadata.annotations,
      };
    }
    const live = this.add(object, { createdAt: at });
    this.#run(live, at);
    return live;
  }

  #run(live, at) {
    const make = {
      Deployment: () => this.#deployment(live, at),
      StatefulSet: () => this.#statefulSet(live, at),
      DaemonSet: () => this.#daemonSet(live, at),
      HorizontalPodAutoscaler: () => this.#autoscaler(live),
      Service: () => {
        live.spec.clusterIP ??= `10.96.${this.objects.size % 250}.${
          (this.objects.size * 7) % 250
        }`;
        live.status = { loadBalancer: {} };
      },
      Namespace: () => {
        live.metadata.labels = {
          'kubernetes.io/metadata.name': live.metadata.name,
          ...live.metadata.labels,
        };
        live.status = { phase: 'Active' };
      },
      ExternalSecret: () => {
        live.metadata.generation = 1;
        live.status = {
          binding: { name: live.spec.target.name },
          conditions: [
            ready('True', 'SecretSynced', 'secret synced', later(at, 1)),
          ],
          refreshTime: '2026-11-22T19:32:11Z',
          syncedResourceVersion: `1-${sha256(keyOf(live))
            .toString('hex')
            .slice(0, 32)}`,
        };
      },
      ClusterSecretStore: () => {
        live.status = {
          capabilities: 'ReadWrite',
          conditions: [ready('True', 'Valid', 'store validated', at)],
        };
      },
      SealedSecret: () => {
        live.status = {
          conditions: [
            {
              lastTransitionTime: at,
              lastUpdateTime: at,
              status: 'True',
              type: 'Synced',
            },
          ],
          observedGeneration: 1,
        };
      },
      VaultStaticSecret: () => {
        live.metadata.generation = 1;
        live.status = {
          conditions: [ready('True', 'SecretSynced', 'Secret synced', at)],
          lastGeneration: 1,
        };
      },
      ClusterPolicy: () => {
        live.status = {
          conditions: [ready('True', 'Succeeded', 'Ready', at)],
        };
      },
      GitRepository: () => {
        const repository = live.spec.url.match(/([^/]+)\.git$/)[1];
        live.status = {
          artifact: {
            lastUpdateTime: '2026-11-20T16:00:00Z',
            revision: `main@sha1:${this.revisions[repository].at(-1).id}`,
          },
          conditions: [
            ready(
              'True',
              'Succeeded',
              'stored artifact',
              '2026-11-20T16:00:00Z',
            ),
          ],
        };
      },
      HelmRelease: () => this.#helmRelease(live, at),
    };
    make[live.kind]?.();
  }

  #deployment(live, at) {
    const { spec, metadata } = live;
    metadata.generation ??= 3;
    metadata.annotations = {
      'deployment.kubernetes.io/revision': '3',
      ...metadata.annotations,
    };
    const image = spec.template.spec.containers[0].image;
    this.replicaSet(live, { image, at, replicas: spec.replicas ?? 1 });
    live.status = {
      availableReplicas: spec.replicas ?? 1,
      conditions: [
        {
          lastTransitionTime: later(at, 2),
          reason: 'MinimumReplicasAvailable',
          status: 'True',
          type: 'Available',
        },
      ],
      observedGeneration: metadata.generation,
      readyReplicas: spec.replicas ?? 1,
      replicas: spec.replicas ?? 1,
      updatedReplicas: spec.replicas ?? 1,
    };
  }

  /** One generation of a Deployment: its ReplicaSet, and its Pods unless it has been scaled down. */
  replicaSet(deployment, { image, at, replicas }) {
    const { namespace, name } = deployment.metadata;
    const hash =
      this.hashes[`${namespace}/${name}@${image.split(':').at(-1)}`] ??
      templateHash(`${this.name}/${namespace}/${name}/${image}`);
    const template = structuredClone(deployment.spec.template);
    template.metadata.labels['pod-template-hash'] = hash;
    template.spec.containers[0].image = image;
    const set = this.add(
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          labels: template.metadata.labels,
          name: `${name}-${hash}`,
          namespace,
        },
        spec: {
          replicas,
          selector: {
            matchLabels: {
              ...deployment.spec.selector.matchLabels,
              'pod-template-hash': hash,
            },
          },
          template,
        },
        status: { observedGeneration: 1, readyReplicas: replicas, replicas },
      },
      { createdAt: at, owner: deployment },
    );
    for (let index = 0; index < replicas; index += 1) {
      const id = `${namespace}/${name}-${hash}`;
      const end =
        this.pods[id]?.[index] ?? suffix(`${this.name}/${id}/${index}`);
      this.pod(set, `${name}-${hash}-${end}`, template, at);
    }
    return set;
  }

  /** A running pod of a controller, or of a template alone. */
  pod(owner, name, template, at, labels = {}) {
    this.scheduled += 1;
    const { namespace } = owner.metadata;
    const started = later(at, 1);
    return this.add(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          ...(template.metadata?.annotations && {
            annotations: template.metadata.annotations,
          }),
          labels: { ...template.metadata?.labels, ...labels },
          name,
          namespace,
        },
        spec: {
          ...structuredClone(template.spec),
          nodeName: this.nodes[this.scheduled % this.nodes.length],
        },
        status: {
          conditions: [
            { lastTransitionTime: started, status: 'True', type: 'Ready' },
          ],
          containerStatuses: template.spec.containers.map(container => ({
            image: container.image,
            name: container.name,
            ready: true,
            restartCount: 0,
            started: true,
            state: { running: { startedAt: started } },
          })),
          phase: 'Running',
          startTime: at,
        },
      },
      { createdAt: at, owner },
    );
  }

  #statefulSet(live, at) {
    const { namespace, name } = live.metadata;
    const replicas = live.spec.replicas ?? 1;
    const revision = `${name}-${templateHash(`${this.name}/${namespace}/${name}`)}`;
    for (let index = 0; index < replicas; index += 1) {
      const pod = this.pod(live, `${name}-${index}`, live.spec.template, at, {
        'apps.kubernetes.io/pod-index': String(index),
        'controller-revision-hash': revision,
        'statefulset.kubernetes.io/pod-name': `${name}-${index}`,
      });
      for (const claim of live.spec.volumeClaimTemplates ?? []) {
        const claimName = `${claim.metadata.name}-${name}-${index}`;
        this.claim(namespace, claimName, claim.spec, at, {
          ...live.spec.selector.matchLabels,
        });
        (pod.spec.volumes ??= []).push({
          name: claim.metadata.name,
          persistentVolumeClaim: { claimName },
        });
      }
    }
    live.metadata.generation ??= 2;
    live.status = {
      availableReplicas: replicas,
      currentRevision: revision,
      observedGeneration: live.metadata.generation,
      readyReplicas: replicas,
      replicas,
      updateRevision: revision,
    };
  }

  claim(namespace, name, spec, at, labels, owner) {
    const volume = `pvc-${uidOf(this.name, 'PersistentVolumeClaim', namespace, name)}`;
    this.add(
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { labels, name, namespace },
        spec: {
          ...structuredClone(spec),
          storageClassName: 'gp3',
          volumeName: volume,
        },
        status: { capacity: spec.resources.requests, phase: 'Bound' },
      },
      { createdAt: at, owner },
    );
    this.add(
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: volume },
        spec: {
          accessModes: spec.accessModes,
          capacity: spec.resources.requests,
          claimRef: { kind: 'PersistentVolumeClaim', name, namespace },
          csi: { driver: 'ebs.csi.aws.com', volumeHandle: volume },
          storageClassName: 'gp3',
        },
        status: { phase: 'Bound' },
      },
      { createdAt: at },
    );
  }

  #daemonSet(live, at) {
    const { namespace, name } = live.metadata;
    const hash = templateHash(`${this.name}/${namespace}/${name}`);
    this.nodes.forEach((node, index) => {
      const end =
        this.pods[`${namespace}/${name}`]?.[index] ??
        suffix(`${this.name}/${namespace}/${name}/${index}`);
      const pod = this.pod(live, `${name}-${end}`, live.spec.template, at, {
        'controller-revision-hash': hash,
        'pod-template-generation': '1',
      });
      pod.spec.nodeName = node;
    });
    live.status = {
      currentNumberScheduled: this.nodes.length,
      desiredNumberScheduled: this.nodes.length,
      numberReady: this.nodes.length,
    };
  }

  /** One run of a CronJob: its Job and the Pods it took. */
  run(cronJob, scheduledAt, { succeeded = true, pods = 1 } = {}) {
    const { namespace, name } = cronJob.metadata;
    const minutes = Date.parse(scheduledAt) / 60_000;
    const template = structuredClone(cronJob.spec.jobTemplate.spec.template);
    const labels = {
      ...template.metadata?.labels,
      'batch.kubernetes.io/job-name': `${name}-${minutes}`,
      'job-name': `${name}-${minutes}`,
    };
    const job = this.add(
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          annotations: {
            'batch.kubernetes.io/cronjob-scheduled-timestamp': scheduledAt,
          },
          labels,
          name: `${name}-${minutes}`,
          namespace,
        },
        spec: {
          backoffLimit: cronJob.spec.jobTemplate.spec.backoffLimit ?? 6,
          template: { ...template, metadata: { labels } },
        },
        status: succeeded
          ? {
              completionTime: later(scheduledAt, 4),
              conditions: [
                {
                  lastTransitionTime: later(scheduledAt, 4),
                  status: 'True',
                  type: 'Complete',
                },
              ],
              startTime: scheduledAt,
              succeeded: 1,
            }
          : {
              conditions: [
                {
                  lastTransitionTime: later(scheduledAt, 9),
                  message: 'Job has reached the specified backoff limit',
                  reason: 'BackoffLimitExceeded',
                  status: 'True',
                  type: 'Failed',
                },
              ],
              failed: pods,
              startTime: scheduledAt,
            },
      },
      { createdAt: scheduledAt, owner: cronJob },
    );
    for (let index = 0; index < pods; index += 1) {
      const seed = `${this.name}/${namespace}/${name}-${minutes}`;
      const end =
        this.pods[`${namespace}/${name}-${minutes}`]?.[index] ??
        suffix(`${seed}/${index}`);
      const pod = this.pod(
        job,
        `${name}-${minutes}-${end}`,
        { ...template, metadata: { labels } },
        scheduledAt,
      );
      pod.status.phase = succeeded ? 'Succeeded' : 'Failed';
      pod.status.conditions[0].status = 'False';
      pod.status.containerStatuses = pod.status.containerStatuses.map(
        ({ image, name: container }) => ({
          image,
          name: container,
          ready: false,
          restartCount: 0,
          state: {
            terminated: {
              exitCode: succeeded ? 0 : 1,
              finishedAt: later(scheduledAt, 4),
              reason: succeeded ? 'Completed' : 'Error',
              startedAt: later(scheduledAt, 1),
            },
          },
        }),
      );
    }
    cronJob.status = { lastScheduleTime: scheduledAt };
    return job;
  }

  #autoscaler(live) {
    const { minReplicas, maxReplicas } = live.spec;
    live.status = {
      conditions: [
        { reason: 'ReadyForNewScale', status: 'True', type: 'AbleToScale' },
        {
          reason: 'DesiredWithinRange',
          status: 'False',
          type: 'ScalingLimited',
        },
      ],
      currentReplicas: minReplicas,
      desiredReplicas: Math.min(minReplicas, maxReplicas),
    };
  }

  #helmRelease(live, at) {
    const { chart, version } = live.spec.chart.spec;
    live.metadata.generation = 2;
    live.status = {
      conditions: [
        ready(
          'True',
          'UpgradeSucceeded',
          `Helm upgrade succeeded for release ${live.metadata.namespace}/${live.metadata.name}.v2 with chart ${chart}@${version}`,
          at,
        ),
      ],
      helmChart: `${live.metadata.namespace}/${live.metadata.namespace}-${live.metadata.name}`,
      history: [
        {
          action: 'upgrade',
          chartName: chart,
          chartVersion: version,
          lastDeployed: at,
          name: live.metadata.name,
          namespace: live.metadata.namespace,
          status: 'deployed',
          version: 2,
        },
      ],
      inventory: { entries: [] },
      lastAttemptedRevision: version,
      observedGeneration: 2,
    };
  }

  /** An object that a HelmRelease made, entered in the release's inventory. */
  applyRelease(namespace, release, object, at) {
    this.get(
      `HelmRelease/${namespace}/${release}`,
    ).status.inventory.entries.push(inventoryEntry(object));
    return this.apply(object, {
      engine: 'helm',
      by: `${namespace}/${release}`,
      at,
    });
  }

  /** The Flux Kustomization's own view of what it applied. */
  reconciled(name, repository, objects) {
    const revision = this.revisions[repository].at(-1).id;
    const live = this.get(`Kustomization/flux-system/${name}`);
    live.metadata.generation = 1;
    live.status = {
      conditions: [
        ready(
          'True',
          'ReconciliationSucceeded',
          `Applied revision: main@sha1:${revision}`,
          '2026-11-20T16:01:00Z',
        ),
      ],
      inventory: { entries: objects.map(inventoryEntry) },
      lastAppliedRevision: `main@sha1:${revision}`,
      lastAttemptedRevision: `main@sha1:${revision}`,
      observedGeneration: 1,
    };
    return live;
  }

  /** An Argo CD Application with the status of a finished sync. */
  application({
    name,
    labels,
    owner,
    path,
    repository,
    helm,
    destination,
    selfHeal,
    objects,
    commits,
  }) {
    const server = remoteOf(repository);
    const revision = this.revisions[repository].at(-1).id;
    const source = {
      ...(helm && { helm }),
      path,
      repoURL: server,
      targetRevision: 'main',
    };
    const synced = commits.at(-1);
    return this.add(
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: {
          ...(labels && { labels }),
          ...(!owner && {
            annotations: {
              'argocd.argoproj.io/tracking-id': `root:argoproj.io/Application:argocd/${name}`,
            },
          }),
          name,
          namespace: 'argocd',
        },
        spec: {
          destination,
          project: 'applications',
          source,
          ...(selfHeal !== undefined && {
            syncPolicy: { automated: { prune: true, selfHeal } },
          }),
        },
        status: {
          health: {
            lastTransitionTime: later(synced.at, 5),
            status: 'Healthy',
          },
          history: commits.slice(-3).map((commit, index) => ({
            deployStartedAt: later(commit.at, 3),
            deployedAt: later(commit.at, 4),
            id: index,
            initiatedBy: { automated: true },
            revision: commit.id,
            source,
          })),
          operationState: {
            finishedAt: later(synced.at, 4),
            message: 'successfully synced (all tasks run)',
            operation: {
              initiatedBy: { automated: true },
              sync: { revision: synced.id },
            },
            phase: 'Succeeded',
            startedAt: later(synced.at, 3),
          },
          reconciledAt: '2026-11-22T19:58:40Z',
          resourceHealthSource: 'appTree',
          resources: objects.map(object => ({
            ...(groupOf(object) && { group: groupOf(object) }),
            kind: object.kind,
            name: object.metadata.name,
            ...(object.metadata.namespace && {
              namespace: object.metadata.namespace,
            }),
            status: 'Synced',
            version: object.apiVersion.split('/').at(-1),
          })),
          sourceType: helm ? 'Helm' : 'Kustomize',
          summary: {
            images: [
              ...new Set(
                objects.flatMap(
                  object =>
                    object.spec?.template?.spec?.containers?.map(
                      container => container.image,
                    ) ?? [],
                ),
              ),
            ],
          },
          sync: {
            comparedTo: { destination, source },
            revision,
            status: 'Synced',
          },
        },
      },
      { createdAt: commits[0].at, owner },
    );
  }
}

function inventoryEntry(object) {
  const { namespace = '', name } = object.metadata;
  return {
    id: `${namespace}_${name.replaceAll(':', '__')}_${groupOf(object)}_${object.kind}`,
    v: 'v1',
  };
}

export function ready(status, reason, message, at) {
  return { lastTransitionTime: at, message, reason, status, type: 'Ready' };
}
