import { JsonObject, JsonValue } from '../../facts';
import { isObject, listAt, objectAt, textAt } from '../../lib/json';
import { Origin, Resource, resourceOf } from '../kustomize/resource';
import { ofEveryFile, someOf } from '../../memory/perFile';
import { ParsedFile, ParsedRepository, YamlDocument } from '../reader';
import { lineOf } from '../../yaml';
import { groupApplication, groupSubscriptions } from './clusterGroupObjects';

/** An object that a group of clusters has by its values. */
export interface OfGroup {
  group: string;
  resource: Resource;
}

/** Applications and operators of one group that are looked at. */
const mostEntries = 500;

/** Values of all groups alike: a repository of a pattern has them. */
const commonValues = 'values-global.yaml';

interface ClusterGroup {
  applications: OfGroup[];
  operators: OfGroup[];
}

const groupsOf = ofEveryFile((file, repository) =>
  someOf(groupsIn(file, repository)),
);

/**
 * What the groups of clusters of a Validated Pattern have: the chart `clustergroup`, which comes from elsewhere, makes
 * Applications of `clusterGroup.applications` in `values-<group>.yaml`, and Subscriptions of operators of
 * `clusterGroup.subscriptions`.
 */
export function clusterGroupsOf(repository: ParsedRepository): ClusterGroup {
  const groups = repository.paths.has(commonValues)
    ? groupsOf(repository).flatMap(({ made }) => made)
    : [];
  return {
    applications: groups.flatMap(({ applications }) => applications),
    operators: groups.flatMap(({ operators }) => operators),
  };
}

function groupsIn(
  file: ParsedFile,
  repository: ParsedRepository,
): ClusterGroup[] {
  const [, group] = /^values-([^/]+)\.yaml$/.exec(file.path) ?? [];
  const document = file.documents[0];
  // Other files lay theirs over those of a group, for a platform or a version.
  if (
    group === undefined ||
    textAt(document?.value, 'clusterGroup', 'name') !== group
  ) {
    return [];
  }
  const ofGroup = (resources: Resource[]) =>
    resources.map((resource): OfGroup => ({ group, resource }));
  const entries = (field: string) =>
    entriesAt(document, ['clusterGroup', field], file, repository);
  const shared = listAt(document.value, 'clusterGroup', 'sharedValueFiles');
  return [
    {
      applications: ofGroup(
        entries('applications').flatMap(entry =>
          groupApplication(entry, {
            files: [`/${commonValues}`, `/${file.path}`, ...shared],
            repoUrl: repository.repository,
          }),
        ),
      ),
      operators: ofGroup(
        entries('subscriptions').flatMap(entry => groupSubscriptions(entry)),
      ),
    },
  ];
}

/** A path in a document, or in an object. */
export type Path = readonly (string | number)[];

/** One entry of a mapping or list in the values of a group. */
export interface GroupEntry {
  value: JsonObject;
  /** Its key, in a mapping. */
  key?: string;
  /** What is made of it; fields of the object that come from fields of its own are told by their paths. */
  make(object: JsonObject, fields: [of: Path, from: Path][]): Resource;
}

/** Entries that are not switched off. A null takes one away that another file has. */
function entriesAt(
  document: YamlDocument,
  at: string[],
  { path }: ParsedFile,
  { repository, revision }: ParsedRepository,
): GroupEntry[] {
  const mapping = objectAt(document.value, ...at);
  const all: [step: string | number, value: JsonValue | undefined][] = mapping
    ? Object.keys(mapping).map(key => [key, mapping[key]])
    : listAt(document.value, ...at).map((value, position) => [position, value]);
  return all.slice(0, mostEntries).flatMap(([step, value]): GroupEntry[] => {
    if (!isObject(value) || textAt(value, 'disabled') === 'true') {
      return [];
    }
    const originOf = (field: Path): Origin => {
      const whole = [...at, step, ...field];
      const line = lineOf(document, whole);
      return {
        location: { repository, revision, path, line },
        key: whole.join('.'),
      };
    };
    const { location } = originOf([]);
    return [
      {
        value,
        ...(typeof step === 'string' ? { key: step } : {}),
        make: (object, fields) => ({
          ...resourceOf(object, { location, lines: location.line ?? 1 }),
          origins: new Map(
            fields.map(([of, from]) => [of.join('\n'), originOf(from)]),
          ),
        }),
      },
    ];
  });
}
