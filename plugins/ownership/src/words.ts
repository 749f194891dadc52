import {
  OwnedThing,
  OwnershipChange,
  ThingKind,
  ThingRef,
} from '@plumbline/plugin-plumbline-common';
import { teamName } from '@plumbline/plugin-plumbline-react';

export const thingKinds: readonly ThingKind[] = [
  'service',
  'workload',
  'namespace',
  'path',
];

const words: Record<ThingKind, { one: string; many: string }> = {
  service: { one: 'service', many: 'Services' },
  workload: { one: 'workload', many: 'Workloads' },
  namespace: { one: 'namespace', many: 'Namespaces' },
  path: { one: 'part of a repository', many: 'Repositories' },
};

export function manyOf(type: ThingKind): string {
  return words[type].many;
}

/** `Deployment shop/cart`, `service cart`, `apps/cart`, `files right in apps/`. */
export function nameOfThing({ type, kind, namespace, name }: ThingRef): string {
  if (type === 'path') {
    const right = /^(?:(.+)\/)?\*$/.exec(name);
    if (right) {
      return `files right in ${right[1] ? `${right[1]}/` : 'the root'}`;
    }
    return name || 'all of it';
  }
  const label = kind ?? words[type].one;
  return `${label} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** Where it is: `prod-eu · production`, `acme/app-config`. */
export function placeOfThing({
  cluster,
  environment,
  environments,
  repository,
}: ThingRef & Pick<Partial<OwnedThing>, 'environments'>): string {
  const places = [
    cluster ?? repository,
    environment ?? environments?.join(', '),
  ];
  return places.filter(Boolean).join(' · ');
}

/** Whole percents, never 100 while something is missing, and never 0 while there is something. */
export function percent(part: number, whole: number): number {
  if (whole === 0 || part === whole) {
    return 100;
  }
  return part === 0
    ? 0
    : Math.min(99, Math.max(1, Math.round((part / whole) * 100)));
}

/** What happened, in a sentence about the thing. */
export function describeChange({ before, after }: OwnershipChange): string {
  const names = (teams: string[]) => teams.map(teamName).join(', ');
  const had = before ? names(before.teams) : '';
  if (!after) {
    return had ? `is gone; ${had} owned it` : 'is gone; nobody owned it';
  }
  const has = names(after.teams);
  if (!has) {
    return after.state === 'explicit'
      ? `is marked as nobody’s; ${had || 'nobody'} owned it`
      : `has no owner any more; ${had || 'nobody'} owned it`;
  }
  return had ? `went from ${had} to ${has}` : `belongs to ${has} now`;
}
