// The clusters of the demo organisation on real API servers: what a snapshot lists is put there, and followed from there.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { startKubernetes } from '../kubernetes.mjs';
import { kubernetesApi } from '../lib/kubernetesApi.mjs';

/** Groups that only Kubernetes itself serves: what it does not know there, nobody can teach it. */
const builtIn = /^$|^[a-z]+$|\.k8s\.io$/;
const LONGEST_MS = 60_000;

/**
 * @param {string} demo the folder of the demo organisation
 * @param {{ name: string }[]} clusters as the configuration lists them
 * @returns the same list, with API servers in place of snapshots; `stop()`; how many objects they hold, and the kinds that
 *   these API servers are too old for
 */
export async function startDemoClusters(demo, clusters) {
  const started = [];
  const stop = async () => {
    await Promise.all(started.map(cluster => cluster.stop()));
  };
  const told = { objects: 0, leftOut: new Set() };
  try {
    const configured = [];
    // One after the other: each takes all processors while it starts.
    for (const { snapshot: _, ...cluster } of clusters) {
      const server = await startKubernetes();
      started.push(server);
      const objects = await objectsIn(
        path.join(demo, 'clusters', cluster.name),
      );
      const api = kubernetesApi(server);
      try {
        await putObjects(api.ask, objects, told);
      } finally {
        api.close();
      }
      configured.push({
        ...cluster,
        kubernetes: { kubeconfig: server.kubeconfig, context: 'test' },
      });
    }
    return { clusters: configured, stop, ...told };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function objectsIn(folder) {
  const files = await readdir(folder);
  const lists = await Promise.all(
    files.map(async file =>
      parse(await readFile(path.join(folder, file), 'utf8')),
    ),
  );
  return lists.flatMap(list => list.items);
}

/** Puts objects with their status, owners before what they own, since an API server gives each a uid of its own. */
async function putObjects(ask, objects, told) {
  const served = await servedKinds(ask, objects);
  const uids = new Map();
  const left = new Map(
    objects
      .toSorted(
        (a, b) =>
          Number(b.kind === 'Namespace') - Number(a.kind === 'Namespace'),
      )
      .map(object => [object.metadata.uid, object]),
  );
  while (left.size > 0) {
    const ready = [...left.values()].filter(({ metadata }) =>
      (metadata.ownerReferences ?? []).every(({ uid }) => !left.has(uid)),
    );
    if (ready.length === 0) {
      throw new Error('Objects of the demo own each other');
    }
    for (const object of ready) {
      const kind = served.get(kindOf(object));
      if (kind) {
        uids.set(object.metadata.uid, await put(ask, kind, object, uids));
        told.objects += 1;
      } else {
        told.leftOut.add(object.kind);
      }
      left.delete(object.metadata.uid);
    }
  }
}

async function put(
  ask,
  { apiVersion, path: base, namespaced, status },
  object,
  uids,
) {
  const { uid: _, resourceVersion: __, ...metadata } = object.metadata;
  const draft = {
    ...object,
    apiVersion,
    metadata: {
      ...metadata,
      ...(metadata.ownerReferences && {
        ownerReferences: metadata.ownerReferences.map(owner => ({
          ...owner,
          uid: uids.get(owner.uid) ?? owner.uid,
        })),
      }),
    },
  };
  // An address of the demo's own network, which this server does not hand out.
  if (object.kind === 'Service') {
    draft.spec = { ...object.spec };
    delete draft.spec.clusterIP;
  }
  const { plural, prefix } = base;
  const all = namespaced
    ? `${prefix}/namespaces/${metadata.namespace}/${plural}`
    : `${prefix}/${plural}`;
  const one = `${all}/${metadata.name}`;
  const created = await ask('POST', all, draft).catch(async error => {
    if (error.status !== 409) {
      throw error;
    }
    // Namespaces that every cluster has.
    const { metadata: known } = await ask('GET', one);
    return await ask('PUT', one, {
      ...draft,
      metadata: {
        ...draft.metadata,
        uid: known.uid,
        resourceVersion: known.resourceVersion,
      },
    });
  });
  if (status && object.status) {
    await ask('PUT', `${one}/status`, {
      ...created,
      status: object.status,
    });
  }
  return created.metadata.uid;
}

/** How each kind of these objects is served: in its own version where the server knows that, else in the one it prefers. */
async function servedKinds(ask, objects) {
  const kinds = Map.groupBy(objects, kindOf);
  const unknown = [];
  for (const [kind, [{ apiVersion }]] of kinds) {
    if (!(await servedAs(ask, apiVersion, kind))) {
      const { group } = partsOf(apiVersion);
      if (!builtIn.test(group)) {
        unknown.push(
          definitionOf(objects.filter(object => kindOf(object) === kind)),
        );
      }
    }
  }
  for (const definition of unknown) {
    await ask(
      'POST',
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      definition,
    );
  }
  const served = new Map();
  for (const [kind, [{ apiVersion }]] of kinds) {
    const { group } = partsOf(apiVersion);
    const deadline = Date.now() + LONGEST_MS;
    let found = await servedAs(ask, apiVersion, kind);
    while (!found && !builtIn.test(group) && Date.now() < deadline) {
      await sleep(100);
      found = await servedAs(ask, apiVersion, kind);
    }
    if (found) {
      served.set(kind, found);
    }
  }
  return served;
}

async function servedAs(ask, apiVersion, kindName) {
  const { group } = partsOf(apiVersion);
  const name = kindName.slice(group.length + 1);
  const versions = group
    ? await ask('GET', `/apis/${group}`).then(
        ({ versions: known }) => known.map(({ groupVersion }) => groupVersion),
        () => [],
      )
    : ['v1'];
  for (const version of new Set([
    ...versions.filter(known => known === apiVersion),
    ...versions,
  ])) {
    const prefix = group ? `/apis/${version}` : `/api/${version}`;
    const { resources } = await ask('GET', prefix);
    const resource = resources.find(
      ({ kind, name: plural }) => kind === name && !plural.includes('/'),
    );
    if (resource) {
      return {
        apiVersion: version,
        path: { prefix, plural: resource.name },
        namespaced: resource.namespaced,
        status: resources.some(
          ({ name: plural }) => plural === `${resource.name}/status`,
        ),
      };
    }
  }
  return undefined;
}

/** A kind that a tool brings along, as its project defines it but for the schema, which takes anything. */
function definitionOf([{ apiVersion, kind, metadata }]) {
  const { group, version } = partsOf(apiVersion);
  const singular = kind.toLowerCase();
  const plural = singular.endsWith('y')
    ? `${singular.slice(0, -1)}ies`
    : `${singular}${singular.endsWith('s') ? 'es' : 's'}`;
  const anything = {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: metadata.namespace ? 'Namespaced' : 'Cluster',
      names: { kind, plural, singular, listKind: `${kind}List` },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          // Applications keep their status in the object itself, all others apart from it.
          ...(kind !== 'Application' && { subresources: { status: {} } }),
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: anything, status: anything },
            },
          },
        },
      ],
    },
  };
}

function kindOf({ apiVersion, kind }) {
  return `${partsOf(apiVersion).group}/${kind}`;
}

function partsOf(apiVersion) {
  const parts = apiVersion.split('/');
  return { group: parts.length > 1 ? parts[0] : '', version: parts.at(-1) };
}
