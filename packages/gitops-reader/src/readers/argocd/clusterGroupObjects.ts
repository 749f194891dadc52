import { JsonObject, JsonValue } from '../../facts';
import { compact, listAt, objectAt, textAt } from '../../lib/json';
import { Resource } from '../kustomize/resource';
import type { GroupEntry, Path } from './clusterGroups';

/** What all Applications of a group have in common. */
interface Common {
  /** Values files that are laid over each other, from the root of the repository. */
  files: JsonValue[];
  /** The repository of the pattern, which is named by what installs it. */
  repoUrl: string;
}

/** By this name an Application with a chart of elsewhere knows the repository of its pattern. */
const patternRef = 'patternref';

/** The Application that an entry of `clusterGroup.applications` becomes. */
export function groupApplication(
  { value, key, make }: GroupEntry,
  common: Common,
): Resource[] {
  const name = textAt(value, 'name') ?? key;
  if (
    name === undefined ||
    (textAt(value, 'chart') ?? textAt(value, 'path')) === undefined
  ) {
    return [];
  }
  // With a version of its chart, the repository of the pattern holds values alone.
  const isElsewhere = textAt(value, 'chartVersion') !== undefined;
  const at: Path = isElsewhere ? ['spec', 'sources', 1] : ['spec', 'source'];
  const main = sourceOf(value, common, isElsewhere);
  return [
    make(
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name },
        spec: compact<JsonObject>({
          destination: compact({ namespace: textAt(value, 'namespace') }),
          project: textAt(value, 'argoProject') ?? textAt(value, 'project'),
          ...(isElsewhere
            ? { sources: [{ repoURL: common.repoUrl, ref: patternRef }, main] }
            : { source: main }),
          syncPolicy: syncPolicyOf(value),
        }),
      },
      [
        [
          [...at, 'targetRevision'],
          [isElsewhere ? 'chartVersion' : 'targetRevision'],
        ],
        [[...at, 'path'], ['path']],
        [[...at, 'repoURL'], ['repoURL']],
        ...listAt(value, 'overrides').map((_, position): [Path, Path] => [
          [...at, 'helm', 'parameters', position, 'value'],
          ['overrides', position, 'value'],
        ]),
      ],
    ),
  ];
}

function sourceOf(
  value: JsonObject,
  { files, repoUrl }: Common,
  isElsewhere: boolean,
): JsonObject {
  const plugin = value.plugin ?? undefined;
  const isChart = plugin === undefined && textAt(value, 'kustomize') !== 'true';
  const prefix = isElsewhere ? `$${patternRef}` : '';
  return compact<JsonObject>({
    repoURL: textAt(value, 'repoURL') ?? (isElsewhere ? undefined : repoUrl),
    chart: textAt(value, 'chart'),
    path: textAt(value, 'path'),
    targetRevision: textAt(
      value,
      isElsewhere ? 'chartVersion' : 'targetRevision',
    ),
    plugin,
    helm: isChart
      ? {
          ignoreMissingValueFiles: true,
          valueFiles: [...files, ...listAt(value, 'extraValueFiles')].flatMap(
            file => fileOf(file, prefix),
          ),
          parameters: listAt(value, 'overrides'),
        }
      : undefined,
  });
}

/** Files for a platform or a version of a cluster are named by templates: which one it is differs within a group. */
function fileOf(file: JsonValue, prefix: string): string[] {
  return typeof file === 'string' && !file.includes('{{')
    ? [`${prefix}/${file.replace(/^\/+/, '')}`]
    : [];
}

/** The chart syncs by itself, unless it is told otherwise. */
function syncPolicyOf(value: JsonObject): JsonObject | undefined {
  return textAt(value, 'syncPolicy')?.toLowerCase() === 'manual'
    ? undefined
    : (objectAt(value, 'syncPolicy') ?? { automated: {} });
}

/** The Subscriptions that an entry of `clusterGroup.subscriptions` becomes: one in each of its namespaces. */
export function groupSubscriptions({ value, make }: GroupEntry): Resource[] {
  const name = textAt(value, 'name');
  // With these, the chart asks the second version of the Operator Lifecycle Manager.
  const isExtension = ['channels', 'version'].some(
    field => (value[field] ?? null) !== null,
  );
  if (name === undefined || isExtension) {
    return [];
  }
  const several = listAt(value, 'namespaces').filter(
    namespace => typeof namespace === 'string',
  );
  const namespaces =
    several.length > 0
      ? several
      : [textAt(value, 'namespace') ?? 'openshift-operators'];
  return namespaces.map(namespace =>
    make(
      {
        apiVersion: 'operators.coreos.com/v1alpha1',
        kind: 'Subscription',
        metadata: { name, namespace },
        spec: compact<JsonObject>({
          name,
          source: textAt(value, 'source') ?? 'redhat-operators',
          channel: textAt(value, 'channel'),
          startingCSV: textAt(value, 'csv'),
          installPlanApproval: textAt(value, 'installPlanApproval'),
        }),
      },
      [
        [['spec', 'channel'], ['channel']],
        [['spec', 'startingCSV'], ['csv']],
      ],
    ),
  );
}
