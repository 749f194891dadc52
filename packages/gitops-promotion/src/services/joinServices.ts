import { EnvironmentRule } from '@plumbline/gitops-reader';
import { Pin } from '../types';
import { artefactOf } from '../state/mainPin';
import { echoOf } from './echoes';
import { DeployedPart, KnownCluster, PlaceNames } from './PlaceNames';

/**
 * A service as one repository tells of it.
 *
 * @public
 */
export interface RepositoryService {
  repository: string;
  name: string;
  /** The directory that its places have in common. */
  path: string;
  /** Marks of its owners: services of different ones are different. */
  owners?: string[];
  /** What engines were seen to deploy of it, where places are called otherwise than clusters. */
  deployed?: DeployedPart[];
  places: {
    environment?: string;
    cluster?: string;
    namespace?: string;
    /** Names that files give to the cluster, where it is called otherwise. */
    called?: string[];
    pins: Pin[];
  }[];
}

/**
 * Says which services are one, where the names do not.
 *
 * @public
 */
export interface ServiceRule {
  /** What it is called. */
  name: string;
  members: ServiceRuleMember[];
}

/** Which services are meant; `*` stands for anything. @public */
export interface ServiceRuleMember {
  repository?: string;
  service?: string;
  path?: string;
  /** The environment that its places without one of their own are in. */
  environment?: string;
}

/**
 * The thing that is promoted, over all repositories.
 *
 * @public
 */
export interface JoinedService {
  name: string;
  members: RepositoryService[];
  /** Why these are one service, in words. */
  reasons: string[];
  places: {
    environment: string;
    cluster?: string;
    namespace?: string;
    called?: string[];
    pins: Pin[];
  }[];
}

/** @public */
export interface JoinOptions {
  rules?: ServiceRule[];
  /** The clusters that are read: places are told by their names. */
  clusters?: readonly KnownCluster[];
  environments?: readonly EnvironmentRule[];
}

/** What a place is called that nothing says the environment of. @public */
export const NO_ENVIRONMENT = '';

/**
 * Finds the services that several repositories tell of. The readers have joined what one repository holds; two
 * repositories tell of one service when they call it alike, pin the same thing, have no environment in common, and neither
 * owners nor namespaces speak against it, or when one of them merely deploys what stands in the other. Rules decide before
 * that.
 *
 * @public
 */
export function joinServices(
  services: RepositoryService[],
  { rules = [], clusters = [], environments }: JoinOptions = {},
): JoinedService[] {
  const joined: JoinedService[] = [];
  const byRule = new Map<ServiceRule, RepositoryService[]>();
  const byName = new Map<string, RepositoryService[]>();
  const names = new PlaceNames(clusters, environments);
  for (const told of services) {
    const service = {
      ...told,
      places: names.place(told.places, told.deployed),
    };
    const rule = rules.find(({ members }) =>
      members.some(member => matches(member, service)),
    );
    if (rule) {
      const known = byRule.get(rule) ?? [];
      byRule.set(rule, [...known, withEnvironment(rule, service)]);
    } else {
      const known = byName.get(service.name) ?? [];
      byName.set(service.name, known);
      known.push(service);
    }
  }
  for (const [rule, members] of byRule) {
    joined.push(
      join(rule.name, members, [
        `the configuration says that ${members.map(titleOf).join(', ')} ${members.length === 1 ? 'is' : 'are'} ${rule.name}`,
      ]),
    );
  }
  for (const [name, members] of byName) {
    for (const group of groupsOf(members)) {
      joined.push(join(name, group.members, group.reasons));
    }
  }
  return joined;
}

interface Group {
  members: RepositoryService[];
  reasons: string[];
}

function groupsOf(services: RepositoryService[]): Group[] {
  const groups: Group[] = [];
  // Those without anything in common need no comparing: hundreds of repositories may have an `api`.
  const byArtefact = new Map<string, Set<Group>>();
  const echoes = echoesIn(services);
  for (const service of services.filter(each => !echoes.has(each))) {
    const artefacts = artefactsOf(service);
    const near = new Set(
      artefacts.flatMap(artefact => [...(byArtefact.get(artefact) ?? [])]),
    );
    let reason: string | undefined;
    let group = groups.find(each => {
      if (!near.has(each)) {
        return false;
      }
      const { members } = each;
      reason = members.map(member => sameAcross(member, service)).find(Boolean);
      return (
        reason !== undefined && members.every(member => agree(member, service))
      );
    });
    if (group && reason) {
      group.members.push(service);
      group.reasons.push(reason);
    } else {
      group = { members: [service], reasons: [whyOne(service)] };
      groups.push(group);
    }
    for (const artefact of artefacts) {
      const known = byArtefact.get(artefact) ?? new Set();
      byArtefact.set(artefact, known.add(group));
    }
  }
  for (const [echo, of] of echoes) {
    const group = groups.find(({ members }) => members.includes(of));
    group?.members.push({ ...echo, places: [] });
    group?.reasons.push(
      `${echo.repository} deploys ${of.name} from ${of.repository}`,
    );
  }
  return groups;
}

/** What a service pins, but for the revisions of repositories. */
function artefactsOf({ places }: RepositoryService): string[] {
  return [
    ...new Set(
      places
        .flatMap(({ pins }) => pins)
        .filter(({ kind }) => kind !== 'revision')
        .map(artefactOf),
    ),
  ];
}

/** Services that merely deploy another one, with that one. */
function echoesIn(
  services: RepositoryService[],
): Map<RepositoryService, RepositoryService> {
  const found = services.flatMap(
    (service): [RepositoryService, RepositoryService][] => {
      const of = echoOf(service, services);
      return of ? [[service, of]] : [];
    },
  );
  const echoes = new Set(found.map(([service]) => service));
  return new Map(found.filter(([, of]) => !echoes.has(of)));
}

function whyOne({ name, path, repository, places }: RepositoryService): string {
  return places.length > 1
    ? `${repository} calls it ${name} below ${path || 'its root'} in each of these places`
    : `${repository} has one ${name} below ${path || 'its root'}`;
}

/** Why two repositories mean the same thing. */
function sameAcross(
  one: RepositoryService,
  other: RepositoryService,
): string | undefined {
  if (one.repository === other.repository) {
    return undefined;
  }
  const known = new Set(artefactsOf(one));
  const shared = other.places
    .flatMap(({ pins }) => pins)
    .find(pin => known.has(artefactOf(pin)));
  return (
    shared &&
    `${one.repository} and ${other.repository} both call it ${one.name} and pin ${shared.name}`
  );
}

/** Two teams may each run a redis of one image: what tells them apart is who owns it and where it stands. */
function agree(one: RepositoryService, other: RepositoryService): boolean {
  const environments = new Set(one.places.map(place => place.environment));
  return (
    !other.places.some(place => environments.has(place.environment)) &&
    meet(one.owners ?? [], other.owners ?? []) &&
    meet(namespacesOf(one), namespacesOf(other))
  );
}

/** Whether two sides that both say something say a thing in common. */
function meet(some: string[], others: string[]): boolean {
  return (
    some.length === 0 ||
    others.length === 0 ||
    some.some(each => others.includes(each))
  );
}

function namespacesOf({ places }: RepositoryService): string[] {
  return places.flatMap(({ namespace }) => namespace ?? []);
}

function join(
  name: string,
  members: RepositoryService[],
  reasons: string[],
): JoinedService {
  const places = new Map<string, JoinedService['places'][number]>();
  for (const member of members) {
    for (const { environment = NO_ENVIRONMENT, ...place } of member.places) {
      const key = JSON.stringify([environment, place.cluster, place.namespace]);
      const known = places.get(key);
      if (known) {
        known.pins = [...known.pins, ...place.pins];
        const called = [...(known.called ?? []), ...(place.called ?? [])];
        if (called.length > 0) {
          known.called = [...new Set(called)];
        }
      } else {
        places.set(key, { environment, ...place });
      }
    }
  }
  return { name, members, reasons, places: [...places.values()] };
}

function withEnvironment(
  { members }: ServiceRule,
  service: RepositoryService,
): RepositoryService {
  const environment = members.find(member =>
    matches(member, service),
  )?.environment;
  return environment === undefined
    ? service
    : {
        ...service,
        places: service.places.map(place => ({
          ...place,
          environment: place.environment ?? environment,
        })),
      };
}

function matches(
  member: ServiceRuleMember,
  { repository, name, path }: RepositoryService,
): boolean {
  return (
    like(member.repository, repository) &&
    like(member.service, name) &&
    like(member.path, path)
  );
}

function like(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) {
    return true;
  }
  // One star after another, without going back: no pattern takes long.
  const [first, ...rest] = pattern.split('*');
  if (rest.length === 0) {
    return pattern === text;
  }
  if (!text.startsWith(first)) {
    return false;
  }
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) {
      return false;
    }
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function titleOf({ repository, path, name }: RepositoryService): string {
  return `${repository}:${path || '.'} (${name})`;
}
