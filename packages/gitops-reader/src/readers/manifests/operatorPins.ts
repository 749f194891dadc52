import { FileLocation, JsonObject, VersionPin } from '../../facts';
import { textAt } from '../../lib/json';
import { LineTree } from '../reader';
import { versionPin } from '../../workloads/versionPin';
import { ownChart } from '../../workloads/workload';
import { lineOf } from '../../yaml';

/** Whether an object has the Operator Lifecycle Manager install an operator. */
export function isOperatorSubscription({
  apiVersion,
  kind,
}: JsonObject): boolean {
  return (
    kind === 'Subscription' &&
    typeof apiVersion === 'string' &&
    apiVersion.startsWith('operators.coreos.com/')
  );
}

/** Whether an object says at which version of OpenShift the cluster is to be that holds it. */
export function isClusterVersion({ apiVersion, kind }: JsonObject): boolean {
  return (
    kind === 'ClusterVersion' &&
    typeof apiVersion === 'string' &&
    apiVersion.startsWith('config.openshift.io/')
  );
}

/** The version of OpenShift that a cluster is updated to, or else the channel that it follows. */
function openShiftPins(
  object: JsonObject,
  lines: LineTree,
  location: FileLocation,
): VersionPin[] {
  return [
    ['spec', 'desiredUpdate', 'version'],
    ['spec', 'channel'],
  ]
    .flatMap(path => {
      const value = textAt(object, ...path);
      return value
        ? versionPin(
            'chart',
            'openshift',
            value,
            { ...location, line: lineOf({ lines }, path) },
            path.join('.'),
          )
        : [];
    })
    .slice(0, 1);
}

/**
 * The version of the chart that an operator is to install, or of an operator itself: the one that it starts with, where
 * somebody has to approve the next one, otherwise the channel that it follows. So of OpenShift itself.
 */
export function operatorPins(
  object: JsonObject,
  lines: LineTree,
  location: FileLocation,
): VersionPin[] {
  const chart = ownChart(object);
  if (chart) {
    return [
      versionPin(
        'chart',
        chart.name,
        chart.version,
        { ...location, line: lineOf({ lines }, chart.path) },
        chart.path.join('.'),
      ),
    ];
  }
  if (isClusterVersion(object)) {
    return openShiftPins(object, lines, location);
  }
  const name = isOperatorSubscription(object)
    ? textAt(object, 'spec', 'name')
    : undefined;
  if (name === undefined) {
    return [];
  }
  const first = textAt(object, 'spec', 'startingCSV');
  const channel = textAt(object, 'spec', 'channel');
  const isHeld = textAt(object, 'spec', 'installPlanApproval') === 'Manual';
  const field =
    first !== undefined && (isHeld || !channel) ? 'startingCSV' : 'channel';
  const value =
    field === 'channel' ? channel : first?.replace(/^[\w-]+\.(?=v?\d)/, '');
  return value
    ? [
        versionPin(
          'chart',
          name,
          value,
          { ...location, line: lineOf({ lines }, ['spec', field]) },
          `spec.${field}`,
        ),
      ]
    : [];
}
