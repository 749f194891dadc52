import { JsonObject, JsonValue, LiveObject, ObjectRef } from '../facts';
import { compact, listAt, objectAt, textAt, textsAt } from '../lib/json';
import { isPolicyReport } from './policyResults';

type Points = NonNullable<LiveObject['points']>;

function target(
  ref: JsonValue | undefined,
  namespace: string | undefined,
  fallback: { apiVersion: string; kind: string },
): ObjectRef | undefined {
  const name = textAt(ref, 'name');
  return name
    ? compact<ObjectRef>({
        apiVersion: textAt(ref, 'apiVersion') ?? fallback.apiVersion,
        kind: textAt(ref, 'kind') ?? fallback.kind,
        namespace,
        name,
      })
    : undefined;
}

/** The object that a report of policies is about; undefined where it is about a whole namespace. */
function judgedBy(object: JsonObject): ObjectRef | undefined {
  const scope = objectAt(object, 'scope');
  const apiVersion = textAt(scope, 'apiVersion');
  const kind = textAt(scope, 'kind');
  return apiVersion && kind
    ? target(scope, textAt(scope, 'namespace'), { apiVersion, kind })
    : undefined;
}

/** What an object points at by its own spec. */
export function pointsOf(object: JsonObject): Points | undefined {
  if (isPolicyReport(object)) {
    const judged = judgedBy(object);
    return judged && { target: judged };
  }
  const namespace = textAt(object, 'metadata', 'namespace');
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment' };
  let points: Points = {};
  switch (object.kind) {
    case 'Node': {
      const addresses = listAt(object, 'status', 'addresses')
        .map(address => textAt(address, 'address'))
        .filter(address => address !== undefined);
      points = { addresses: addresses.length > 0 ? addresses : undefined };
      break;
    }
    case 'HorizontalPodAutoscaler':
    case 'ScaledObject':
      points = {
        target: target(
          objectAt(object, 'spec', 'scaleTargetRef'),
          namespace,
          deployment,
        ),
      };
      break;
    case 'VerticalPodAutoscaler':
      points = {
        target: target(
          objectAt(object, 'spec', 'targetRef'),
          namespace,
          deployment,
        ),
      };
      break;
    case 'PersistentVolume': {
      const claim = objectAt(object, 'spec', 'claimRef');
      points = {
        target: target(claim, textAt(claim, 'namespace'), {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
        }),
      };
      break;
    }
    case 'Service': {
      const selector = textsAt(object, 'spec', 'selector');
      // A Service for one pod of a StatefulSet, whose template does not carry this label.
      const pod = selector?.['statefulset.kubernetes.io/pod-name'];
      points = pod
        ? {
            target: target({ name: pod }, namespace, {
              apiVersion: 'v1',
              kind: 'Pod',
            }),
          }
        : { selector };
      break;
    }
    case 'PodDisruptionBudget':
      points = { selector: textsAt(object, 'spec', 'selector', 'matchLabels') };
      break;
    case 'Ingress': {
      const backend =
        objectAt(object, 'spec', 'defaultBackend', 'service') ??
        objectAt(
          object,
          'spec',
          'rules',
          0,
          'http',
          'paths',
          0,
          'backend',
          'service',
        );
      points = {
        target: target(backend && { name: backend.name }, namespace, {
          apiVersion: 'v1',
          kind: 'Service',
        }),
      };
      break;
    }
    default:
      break;
  }
  points = compact(points);
  return Object.keys(points).length > 0 ? points : undefined;
}
