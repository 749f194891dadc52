import { JsonObject } from '../facts';
import { numberAt, objectAt, textAt } from '../lib/json';
import { groupOf } from './marks';

const reportGroups = new Set(['wgpolicyk8s.io', 'openreports.io']);
const constraintGroup = 'constraints.gatekeeper.sh';

/** What a report sums up, the bad news first. */
const outcomes = ['fail', 'error', 'warn', 'pass', 'skip'];

function groupOfObject(object: JsonObject): string {
  return groupOf(textAt(object, 'apiVersion') ?? '');
}

/** Whether this reports what policies make of an object: PolicyReport, ClusterPolicyReport, Report, ClusterReport. */
export function isPolicyReport(object: JsonObject): boolean {
  return (
    reportGroups.has(groupOfObject(object)) &&
    (textAt(object, 'kind') ?? '').endsWith('Report')
  );
}

function isConstraint(object: JsonObject): boolean {
  return groupOfObject(object) === constraintGroup;
}

/**
 * What policies say of an object without the results one by one: those quote what they judge, and there may be thousands. The
 * labels and annotations of reports are a log of the engine that writes them, new with each of its rounds.
 */
export function withoutResults(object: JsonObject): JsonObject {
  if (isPolicyReport(object)) {
    const metadata = objectAt(object, 'metadata');
    return {
      ...without(object, ['results', 'configuration']),
      ...(metadata && {
        metadata: without(metadata, ['labels', 'annotations']),
      }),
    };
  }
  if (isConstraint(object)) {
    const { enforcementAction } = objectAt(object, 'spec') ?? {};
    const { totalViolations } = objectAt(object, 'status') ?? {};
    return {
      ...object,
      spec: enforcementAction === undefined ? {} : { enforcementAction },
      status: totalViolations === undefined ? {} : { totalViolations },
    };
  }
  return object;
}

function without(object: JsonObject, keys: string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([key]) => !keys.includes(key)),
  );
}

/** How many policies an object passes and fails, or how many objects violate a constraint; undefined for what is neither. */
export function policyResults(object: JsonObject): string | undefined {
  if (isPolicyReport(object)) {
    const counts = outcomes.flatMap(outcome => {
      const count = numberAt(object, 'summary', outcome) ?? 0;
      return count > 0 ? [`${count} ${outcome}`] : [];
    });
    return counts.length > 0 ? counts.join(', ') : 'no results';
  }
  if (isConstraint(object)) {
    const action = textAt(object, 'spec', 'enforcementAction') ?? 'deny';
    const violations = numberAt(object, 'status', 'totalViolations');
    return violations === undefined
      ? `${action}, not audited yet`
      : `${action}, ${violations} ${violations === 1 ? 'violation' : 'violations'}`;
  }
  return undefined;
}
