/** A controller that a name may come from. Only the index can tell whether it is true. */
export interface NameCandidate {
  kind: string;
  name: string;
  /** The part of the name that speaks for it, in words. */
  pattern: string;
  /** The base was cut to 58 characters: objects whose names begin like this. */
  prefix?: boolean;
}

// Kubernetes' own alphabets: random suffixes hold no vowels, hashes are decimal digits mapped to ten symbols.
const random = '[bcdfghjklmnpqrstvwxz2456789]{5}';
const hash = '[456789bcdf]{1,10}';

const cronPod = new RegExp(`^(.+)-(\\d{8}|\\d{10})-(${random})$`);
const deploymentPod = new RegExp(`^(.+)-(${hash})-(${random})$`);
const indexedJobPod = new RegExp(`^(.+)-(\\d+)-(${random})$`);
const statefulPod = /^(.+)-(\d{1,5})$/;
const daemonPod = new RegExp(`^(.+)-(${random})$`);
const truncated = new RegExp(`^(.{58})(${random})$`);
const cronJob = /^(.+)-(\d{8}|\d{10})$/;
const replicaSet = new RegExp(`^(.+)-(${hash})$`);
const cutHash = /^(.+)-[456789bcdf]{0,10}$/;

/** The controllers that may have made a pod of this name, most specific pattern first. */
export function controllersOfPod(pod: string): NameCandidate[] {
  const found: NameCandidate[] = [];
  const add = (kind: string, name: string, pattern: string, prefix?: true) => {
    if (!found.some(other => other.kind === kind && other.name === name)) {
      found.push({ kind, name, pattern, ...(prefix && { prefix }) });
    }
  };
  const cron = cronPod.exec(pod);
  if (cron) {
    add('CronJob', cron[1], `-${cron[2]}- is a CronJob's time`);
    add('Job', `${cron[1]}-${cron[2]}`, `-${cron[3]} is a Job's suffix`);
  }
  const deployment = deploymentPod.exec(pod);
  if (deployment) {
    const pattern = `-${deployment[2]}- is a pod template hash`;
    add('Deployment', deployment[1], pattern);
    add('Rollout', deployment[1], pattern);
    add('ReplicaSet', `${deployment[1]}-${deployment[2]}`, pattern);
  }
  const indexed = indexedJobPod.exec(pod);
  if (indexed) {
    add('Job', indexed[1], `-${indexed[2]}- is an indexed Job's index`);
  }
  const stateful = statefulPod.exec(pod);
  if (stateful) {
    add('StatefulSet', stateful[1], `-${stateful[2]} is an ordinal`);
  }
  const daemon = daemonPod.exec(pod);
  if (daemon) {
    const pattern = `-${daemon[2]} is a random suffix`;
    add('DaemonSet', daemon[1], pattern);
    add('Job', daemon[1], pattern);
    add('ReplicaSet', daemon[1], pattern);
  }
  const cut = pod.length === 63 ? truncated.exec(pod) : undefined;
  if (cut) {
    const pattern = 'the name was cut at 63 characters';
    const base = cutHash.exec(cut[1]);
    if (base) {
      add('Deployment', base[1], pattern);
    }
    for (const kind of ['Deployment', 'DaemonSet', 'Job']) {
      add(kind, cut[1], pattern, true);
    }
  }
  return found;
}

/** The CronJob that may have made a Job of this name. */
export function controllersOfJob(job: string): NameCandidate[] {
  const match = cronJob.exec(job);
  return match
    ? [
        {
          kind: 'CronJob',
          name: match[1],
          pattern: `-${match[2]} is a CronJob's time`,
        },
      ]
    : [];
}

/** The Deployment or Rollout that may have made a ReplicaSet of this name. */
export function controllersOfReplicaSet(name: string): NameCandidate[] {
  const match = replicaSet.exec(name);
  return match
    ? ['Deployment', 'Rollout'].map(kind => ({
        kind,
        name: match[1],
        pattern: `-${match[2]} is a pod template hash`,
      }))
    : [];
}

/** StatefulSets whose volume claims are named `<template>-<set>-<ordinal>`, longest set name first. */
export function controllersOfClaim(claim: string): NameCandidate[] {
  const match = statefulPod.exec(claim);
  if (!match) {
    return [];
  }
  const segments = match[1].split('-');
  return segments.slice(1, 9).map((_, at) => ({
    kind: 'StatefulSet',
    name: segments.slice(at + 1).join('-'),
    pattern: `${segments.slice(0, at + 1).join('-')} is a claim template, -${
      match[2]
    } an ordinal`,
  }));
}

/** The controllers that may have made an object of this kind and name. */
export function controllersOf(kind: string, name: string): NameCandidate[] {
  switch (kind) {
    case 'Pod':
      return controllersOfPod(name);
    case 'Job':
      return controllersOfJob(name);
    case 'ReplicaSet':
      return controllersOfReplicaSet(name);
    case 'PersistentVolumeClaim':
      return controllersOfClaim(name);
    default:
      return [];
  }
}
