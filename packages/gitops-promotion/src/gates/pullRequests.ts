import { isMeant, stateOf } from './stateOf';
import {
  GatedPlace,
  GateOptions,
  HostDeployment,
  PendingPromotion,
  ProposedChange,
} from './types';

/** What stands for a version in a file: never a sentence, which may hold anything. */
const version = /^[\w][\w.+:-]{0,127}$/;

/**
 * What a patch makes of pinned versions: a line that held one and comes back with another in its place.
 *
 * @public
 */
export function bumpsIn(
  patch: string,
  values: Iterable<string>,
): { from: string; to: string }[] {
  const removed: string[] = [];
  const added: string[] = [];
  for (const line of patch.split('\n')) {
    if (line.startsWith('-')) {
      removed.push(line.slice(1));
    } else if (line.startsWith('+')) {
      added.push(line.slice(1));
    }
  }
  const bumps = new Map<string, string>();
  for (const from of values) {
    for (const line of from ? removed : []) {
      const at = indexOfWord(line, from);
      if (at < 0) {
        continue;
      }
      const before = line.slice(0, at);
      const after = line.slice(at + from.length);
      const to = added
        .filter(
          other =>
            other !== line &&
            other.length >= before.length + after.length &&
            other.startsWith(before) &&
            other.endsWith(after),
        )
        .map(other => other.slice(before.length, other.length - after.length))
        .find(text => version.test(text));
      if (to !== undefined) {
        bumps.set(from, to);
      }
    }
  }
  return [...bumps].map(([from, to]) => ({ from, to }));
}

/** `1.2` does not stand in `11.2` or in `1.2.3`. */
function indexOfWord(line: string, word: string): number {
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const around = [line[at - 1], line[at + word.length]];
    if (!around.some(character => character && /[\w.+-]/.test(character))) {
      return at;
    }
  }
  return -1;
}

/**
 * Open changes that touch a file in which a version of a place is pinned.
 *
 * @public
 */
export function pendingOfPullRequests(
  changes: {
    repository: string;
    source: string;
    asOf: string;
    change: ProposedChange;
  }[],
  { pins }: GatedPlace,
): PendingPromotion[] {
  return changes.flatMap(({ repository, source, asOf, change }) => {
    const touched = pins.flatMap(pin => {
      const file =
        pin.repository === repository
          ? change.files.find(({ path }) => path === pin.path)
          : undefined;
      return file ? [{ pin, file }] : [];
    });
    if (touched.length === 0) {
      return [];
    }
    const [to] = touched.flatMap(({ pin, file }) =>
      file.versions
        .filter(({ from }) => from === pin.value || from === pin.digest)
        .map(bump => bump.to),
    );
    const { id, title, url, createdAt, gates } = change;
    return [
      {
        source,
        title: `${id} ${title}`,
        ...(url && { url }),
        ...(to !== undefined && { to }),
        state: stateOf(gates),
        gates,
        ...(createdAt && { since: createdAt }),
        asOf,
      },
    ];
  });
}

/**
 * Deployments of a service's repositories to an environment that have not ended.
 *
 * @public
 */
export function pendingOfDeployments(
  deployments: {
    repository: string;
    source: string;
    asOf: string;
    deployment: HostDeployment;
  }[],
  place: GatedPlace,
  { environmentOf }: GateOptions,
): PendingPromotion[] {
  return deployments.flatMap(({ repository, source, asOf, deployment }) => {
    const { environment, ref, running, url, createdAt } = deployment;
    if (
      !place.repositories.includes(repository) ||
      !isMeant(environment, environmentOf(environment), place)
    ) {
      return [];
    }
    const gates = deployment.gates;
    const state = stateOf(gates);
    return [
      {
        source,
        title: `Deployment of ${ref} to ${environment}`,
        ...(url && { url }),
        state: running && state === 'ready' ? 'running' : state,
        gates,
        ...(createdAt && { since: createdAt }),
        asOf,
      },
    ];
  });
}
