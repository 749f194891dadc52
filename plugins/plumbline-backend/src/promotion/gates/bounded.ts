import {
  Gate,
  HostDeployment,
  PinBump,
  ProposedChange,
} from '@plumbline/plugin-plumbline-node';
import { maskSecrets } from '../../masking/maskSecrets';
import { maskText, webUrl } from '../../masking/maskText';

/** What is stored of one repository. */
export interface GateFacts {
  changes: ProposedChange[];
  deployments: HostDeployment[];
}

const MOST_CHANGES = 100;
const MOST_DEPLOYMENTS = 100;
const MOST_FILES = 300;
const MOST_GATES = 100;
const MOST_BUMPS = 300;
const LONGEST = 300;
const LONGEST_PROSE = 4 * LONGEST;
const LONGEST_KEY = 1_000;

/** As much of what a host says as may be stored. */
export function bounded({ changes, deployments }: GateFacts): GateFacts {
  return {
    changes: changes.slice(0, MOST_CHANGES).map(change => ({
      id: text(change.id),
      title: prose(change.title),
      ...urlOf(change),
      ...(change.author && { author: text(change.author) }),
      ...timeOf(change),
      files: change.files.slice(0, MOST_FILES).map(({ path, versions }) => ({
        path: text(path, 4_096),
        ...(versions && {
          versions: versions
            .slice(0, MOST_BUMPS)
            .map(bump => bumpOf(path, bump)),
        }),
      })),
      gates: gatesOf(change.gates),
    })),
    deployments: deployments.slice(0, MOST_DEPLOYMENTS).map(deployment => ({
      environment: text(deployment.environment),
      ref: text(deployment.ref),
      running: deployment.running,
      ...urlOf(deployment),
      ...timeOf(deployment),
      gates: gatesOf(deployment.gates),
    })),
  };
}

/** What would be hidden of the line is never kept: a patch may hold anything. */
function bumpOf(path: string, { key, name, from, to, line }: PinBump): PinBump {
  const leaf = /[^.]*$/.exec(key)?.[0] ?? key;
  const told =
    to !== undefined &&
    maskSecrets(path, `${leaf}: ${text(to)}`).masked.length === 0;
  return {
    key: text(key, LONGEST_KEY),
    name: text(name, LONGEST_KEY),
    from: text(from),
    ...(told && { to: text(to) }),
    ...(line !== undefined && { line }),
  };
}

function gatesOf(gates: Gate[]): Gate[] {
  return gates.slice(0, MOST_GATES).map(gate => ({
    kind: gate.kind,
    name: prose(gate.name),
    state: gate.state,
    ...(gate.required === false && { required: false }),
    ...(gate.reason && { reason: prose(gate.reason) }),
    ...urlOf(gate),
  }));
}

function text(value: string, longest = LONGEST): string {
  // Postgres takes no NUL.
  return value.replaceAll('\0', '').slice(0, longest);
}

/** What people and tools write may quote a credential, which must not be cut in two before it is seen. */
function prose(value: string): string {
  return text(maskText(text(value, LONGEST_PROSE)));
}

function urlOf({ url }: { url?: string }): { url?: string } {
  const address = webUrl(url);
  return address === undefined ? {} : { url: address };
}

function timeOf({ createdAt }: { createdAt?: string }): { createdAt?: string } {
  const time = createdAt === undefined ? NaN : Date.parse(createdAt);
  return Number.isNaN(time) ? {} : { createdAt: new Date(time).toISOString() };
}
