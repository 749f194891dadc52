import {
  ClusterPicture,
  ClusterResource,
  ObjectChange,
  ResourceListing,
} from '@plumbline/plugin-plumbline-node';
import { JsonObject } from '@plumbline/gitops-reader';
import { isObject } from '../connect/json';

interface Kept {
  resource: ClusterResource;
  resourceVersion?: string;
  objects: Map<string, JsonObject>;
  failure?: { state: string; reason: string };
}

/** A picture of a cluster in memory, with a diary of what was done to it. */
export class MemoryPicture implements ClusterPicture {
  readonly kept = new Map<string, Kept>();
  readonly diary: string[] = [];
  /** Called before each page is taken in. */
  onPage: () => Promise<void> = async () => {};
  /** Called before changes are taken in. */
  onApply: () => Promise<void> = async () => {};
  /** The next complete list of this kind is not believed. */
  doubted: string | undefined;

  /** Objects of a kind by `namespace/name`, or by name. */
  of(kind: string): Map<string, JsonObject> {
    const found = [...this.kept.values()].find(
      ({ resource }) => resource.kind === kind,
    );
    return found?.objects ?? new Map();
  }

  failureOf(kind: string) {
    return [...this.kept.values()].find(
      ({ resource }) => resource.kind === kind,
    )?.failure;
  }

  async resources() {
    return [...this.kept.values()].map(({ resource, resourceVersion }) => ({
      resource,
      resourceVersion,
    }));
  }

  async list(resource: ClusterResource): Promise<ResourceListing> {
    this.diary.push(`list ${resource.kind}`);
    const listed = new Map<string, JsonObject>();
    const kept = this.#of(resource);
    return {
      add: async objects => {
        await this.onPage();
        for (const object of objects) {
          listed.set(nameOf(object), object);
          kept.objects.set(nameOf(object), object);
        }
      },
      finish: async ({ resourceVersion }) => {
        kept.failure = undefined;
        kept.resourceVersion = resourceVersion;
        if (this.doubted === resource.kind) {
          this.doubted = undefined;
          this.diary.push(`unconfirmed ${resource.kind}`);
          return 'unconfirmed';
        }
        kept.objects = listed;
        this.diary.push(`listed ${resource.kind} ${listed.size}`);
        return 'replaced';
      },
    };
  }

  async apply(
    resource: ClusterResource,
    changes: ObjectChange[],
    resourceVersion: string,
  ): Promise<void> {
    await this.onApply();
    const kept = this.#of(resource);
    for (const { type, object } of changes) {
      if (type === 'deleted') {
        kept.objects.delete(nameOf(object));
      } else {
        kept.objects.set(nameOf(object), object);
      }
    }
    kept.resourceVersion = resourceVersion;
    this.diary.push(`apply ${resource.kind} ${changes.length}`);
  }

  async heard(resource: ClusterResource, resourceVersion?: string) {
    const kept = this.#of(resource);
    kept.resourceVersion = resourceVersion ?? kept.resourceVersion;
    kept.failure = undefined;
    this.diary.push(`heard ${resource.kind}`);
  }

  async failed(
    resource: ClusterResource,
    failure: { state: 'forbidden' | 'failed'; reason: string },
  ) {
    this.#of(resource).failure = failure;
    this.diary.push(`${failure.state} ${resource.kind}`);
  }

  async retain(resources: ClusterResource[]) {
    const keys = new Set(resources.map(keyOf));
    for (const key of this.kept.keys()) {
      if (!keys.has(key)) {
        this.kept.delete(key);
      }
    }
    this.diary.push(`retain ${resources.length}`);
  }

  #of(resource: ClusterResource): Kept {
    const key = keyOf(resource);
    const kept = this.kept.get(key) ?? { resource, objects: new Map() };
    kept.resource = resource;
    this.kept.set(key, kept);
    return kept;
  }
}

function keyOf({ group, kind }: ClusterResource): string {
  return `${group}/${kind}`;
}

function nameOf({ metadata }: JsonObject): string {
  const { namespace, name } = isObject(metadata) ? metadata : {};
  return namespace ? `${namespace}/${name}` : String(name);
}
