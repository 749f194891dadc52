import {
  Change,
  Claim,
  ClaimSource,
  ConfigPlace,
  Contact,
  Evidence,
  FileLocation,
  SecretFact,
  VersionPin,
} from '@plumbline/gitops-reader';
import { Answer, ConfigView, Owner } from '../answer';
import { newestOf } from '../lastChange';
import { TeamDirectory } from '../ownership/TeamDirectory';
import { sameMark } from '../ownership/sameMark';
import { teamKey } from '../ownership/teamKey';
import { linksOf, webUrl } from '../question/payload';
import { Declared, describe, Live } from './ObjectStore';
import { Engine, isWorkload, Reading } from './Reading';
import { claimsFrom } from './templates';

/** Kinds whose labels a controller copied from a pod template. */
const fromTemplate = new Set([
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'Job',
]);
const labelSources = new Set<ClaimSource>([
  'object-label',
  'pod-template-label',
  'namespace-label',
  'engine-object',
]);

const engineKinds = new Set([
  'Application',
  'ApplicationSet',
  'Kustomization',
  'HelmRelease',
]);

/** Every claim on the subject: in Git before in the cluster, where more than a name leads from the one to the other. */
export function claimsOf(reading: Reading): Claim[] {
  const { chain, live, declared, namespaces, engine, subject, from, catalog } =
    reading;
  const claims: Claim[] = [];
  const add = (
    found: Claim[],
    as?: (claim: Claim) => ClaimSource | undefined,
    doubtful = false,
  ) => {
    for (const claim of found) {
      const source = as ? as(claim) : claim.source;
      if (source) {
        claims.push({ ...claim, source, ...(doubtful && { doubtful }) });
      }
    }
  };
  const tied = new Set(reading.tied);
  const isTied = (indexed: Declared) => tied.has(indexed);
  const isNot = (indexed: Declared) => !tied.has(indexed);
  // A workload that an operator made: its own labels come first, those of the resource behind it are its controller's.
  const made = chain.find(
    ({ object }) => isWorkload(object.kind) && object.kind !== 'Job',
  );
  // What is marked to tell whose the deployed things are, says the same of what deploys them.
  let ofSubject = (claim: Claim): ClaimSource =>
    claim.source === 'engine-object' && engineKinds.has(subject.kind)
      ? 'object-label'
      : claim.source;
  if (subject.kind === 'Namespace') {
    ofSubject = claim =>
      claim.source === 'object-label' ? 'namespace-label' : claim.source;
  } else if (made && !isWorkload(subject.kind)) {
    ofSubject = claim =>
      claim.source === 'object-label' ? 'controller-label' : claim.source;
  }
  for (const { object } of declared.filter(isTied)) {
    add(object.claims, ofSubject);
  }
  add(live?.object.claims ?? [], ofSubject);
  for (const { object } of declared.filter(isNot)) {
    add(object.claims, ofSubject, reading.byName);
  }
  for (const { object } of chain) {
    add(object.claims, claim => {
      if (!labelSources.has(claim.source)) {
        return undefined;
      }
      if (fromTemplate.has(object.kind)) {
        return 'pod-template-label';
      }
      return isWorkload(object.kind) ? claim.source : 'controller-label';
    });
  }
  for (const { object } of [
    ...namespaces.declared.filter(isTied),
    ...namespaces.live,
    ...namespaces.declared.filter(isNot),
  ]) {
    // The label of what deploys a namespace is none of its own.
    add(object.claims, claim =>
      labelSources.has(claim.source) && claim.source !== 'engine-object'
        ? 'namespace-label'
        : undefined,
    );
  }
  for (const { object } of engine?.declared ?? []) {
    add(object.claims, claim => {
      if (labelSources.has(claim.source)) {
        return 'engine-object';
      }
      // The file that deploys it is the nearest when none declares it.
      return declared.length === 0 && !from ? claim.source : undefined;
    });
  }
  add(from ? claimsFrom(from) : []);
  add(engine?.live?.object.claims ?? [], claim =>
    labelSources.has(claim.source) ? 'engine-object' : undefined,
  );
  // Its own files come first where they say the same.
  add(
    (catalog ?? []).filter(
      claim => !claims.some(other => sameMark(other, claim)),
    ),
    undefined,
    reading.byName,
  );
  return distinct(claims, claim =>
    JSON.stringify([claim.source, claim.raw, claim.evidence]),
  );
}

const roles: ConfigPlace['role'][] = [
  'manifest',
  'overlay',
  'values',
  'application',
];

/** Files that configure the subject: what declares it, what changes it here, its values, what deploys it. */
export function configOf(
  reading: Reading,
  url: (location: FileLocation) => string | undefined,
): ConfigView[] {
  const own = reading.declared.flatMap(({ object }) => object.config);
  const deploying = (reading.engine?.declared ?? []).flatMap(({ object }) =>
    object.config.map(place => ({
      ...place,
      role: place.role === 'values' ? place.role : ('application' as const),
      note:
        place.role === 'manifest'
          ? `deploys it as ${describe(object)}`
          : place.note,
    })),
  );
  return distinct(
    [...own, ...(reading.from?.config ?? []), ...deploying],
    ({ location }) =>
      `${location.repository} ${location.path} ${location.line ?? ''}`,
  )
    .sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role))
    .slice(0, 50)
    .map(({ role, location, note }) => ({
      role,
      ...location,
      note,
      url: url(location),
    }));
}

/** The newest change of what declares the subject; of what deploys it when nothing does. */
export function lastChangeOf(
  reading: Reading,
): (Change & { repository: string }) | undefined {
  const from =
    reading.declared.length > 0
      ? reading.declared
      : (reading.engine?.declared ?? []);
  return newestChange(from);
}

export function newestChange(
  from: Declared[],
): (Change & { repository: string }) | undefined {
  return newestOf(
    from.map(({ lastChange, object }) => {
      const place = object.config.find(
        ({ location }) => location.path === lastChange?.path,
      );
      return (
        lastChange && {
          ...lastChange,
          repository: (place?.location ?? object.location).repository,
        }
      );
    }),
  );
}

export function versionsOf(reading: Reading): Answer['version'] {
  const { declared, live, chain, engine } = reading;
  const pods =
    live && live.object.versions.length > 0 ? [live] : chain.slice(0, 1);
  const pinned = distinctPins([
    ...declared.flatMap(({ object }) => object.versions),
    ...(engine?.declared ?? []).flatMap(({ object }) => object.versions),
  ]);
  const running = distinctPins([
    ...pods.flatMap(({ object }) => object.versions),
    ...(engine?.live?.object.versions ?? []),
  ]);
  return {
    declared: [...pinned, ...revisionsOf(engine, pinned, running)],
    running,
  };
}

/** The branch or tag that an engine follows, beside the commit that it applied last. */
function revisionsOf(
  engine: Engine | undefined,
  pinned: VersionPin[],
  running: VersionPin[],
): VersionPin[] {
  return running
    .filter(
      ({ kind, name }) =>
        kind === 'revision' &&
        !pinned.some(pin => pin.kind === kind && pin.name === name),
    )
    .flatMap(({ kind, name }): VersionPin[] => {
      const follows = [
        ...(engine?.declared ?? []),
        ...(engine?.live ? [engine.live] : []),
      ].find(({ object }) => object.engine?.revision);
      const value = follows?.object.engine?.revision;
      const key =
        follows?.object.kind === 'Kustomization'
          ? 'spec.sourceRef'
          : 'targetRevision';
      return follows && value
        ? [
            {
              kind,
              name,
              value,
              key,
              evidence: evidenceOf(follows, key, value),
            },
          ]
        : [];
    });
}

function distinctPins(pins: VersionPin[]): VersionPin[] {
  return distinct(pins, pin => `${pin.kind} ${pin.name} ${pin.value}`);
}

/** Names of Secrets that the subject's pods need. */
export function secretRefsOf(reading: Reading): string[] {
  return [
    ...new Set(
      [reading.live, ...reading.declared, ...reading.chain].flatMap(
        indexed => indexed?.object.secretRefs ?? [],
      ),
    ),
  ].slice(0, 50);
}

/** The secrets that are those of this reading's environment. */
export function secretsOf(
  reading: Reading,
  secrets: SecretFact[],
): SecretFact[] {
  const { namespace } = reading.subject;
  const names = new Set(secretRefsOf(reading));
  return distinct(
    secrets.filter(
      secret =>
        names.has(secret.name) &&
        (!secret.namespace || secret.namespace === namespace) &&
        (!secret.environment ||
          !reading.environment ||
          secret.environment === reading.environment),
    ),
    secret => JSON.stringify([secret.mechanism, secret.name, secret.location]),
  );
}

const mechanisms: Record<string, SecretFact['mechanism']> = {
  ExternalSecret: 'external-secrets',
  SealedSecret: 'sealed-secrets',
  SecretProviderClass: 'csi',
  VaultStaticSecret: 'vault',
  VaultDynamicSecret: 'vault',
  VaultPKISecret: 'vault',
};

/** A declared object that brings the Secret of its own name into being. */
export function secretOf({ object }: Declared): SecretFact | undefined {
  const mechanism = mechanisms[object.kind];
  return (
    mechanism && {
      mechanism,
      kind: object.kind,
      namespace: object.namespace,
      name: object.name,
      environment: object.environment,
      location: object.location,
    }
  );
}

/** How to reach the owners: as the directory says, otherwise as marks on the objects say. */
export function contactOf(
  owners: (Pick<Owner, 'team'> & Partial<Pick<Owner, 'raw' | 'evidence'>>)[],
  directory: TeamDirectory,
  reading: Reading | undefined,
): Answer['contact'] {
  const known = distinctContacts(
    owners.flatMap(owner =>
      directory.contactsOf(owner).map(contact => ({
        ...contact,
        url: webUrl(contact.url) ?? mailUrl(contact),
        team: owner.team,
      })),
    ),
  );
  if (known.length > 0 || !reading || owners.length === 0) {
    return known;
  }
  const owning = new Set(owners.map(({ team }) => teamKey(team)));
  // What is marked as that of another team, a shared namespace perhaps, tells how to reach that one.
  const isOwners = ({ object }: Live | Declared) => {
    const named = object.claims.filter(({ source }) =>
      labelSources.has(source),
    );
    return (
      named.length === 0 ||
      named.some(({ raw }) => owning.has(teamKey(directory.refOf(raw))))
    );
  };
  return marksOfContact(reading, isOwners).map(contact => ({
    ...contact,
    team: owners[0].team,
  }));
}

/** A channel that is named twice, once with its address, is one. */
function distinctContacts(contacts: Answer['contact']): Answer['contact'] {
  return distinct(
    contacts.map(
      contact =>
        contacts.find(
          other =>
            other.team === contact.team &&
            other.value === contact.value &&
            other.url,
        ) ?? contact,
    ),
    ({ team, value }) => JSON.stringify([team, value]),
  );
}

function mailUrl({ type, url, value }: Contact): string | undefined {
  if (url?.startsWith('mailto:')) {
    return url;
  }
  return type === 'email' ? `mailto:${encodeURI(value)}` : undefined;
}

const contactKeys: [key: RegExp, type: Contact['type']][] = [
  [/(?:^|[/.-])(?:slack-?channel|slack|chat|channel|teams-channel)$/i, 'chat'],
  [/(?:^|[/.-])(?:on-?call|pagerduty|opsgenie)$/i, 'oncall'],
  [/(?:^|[/.-])(?:e-?mail|contact)$/i, 'email'],
];

/** Channels and addresses in annotations and labels of the subject and its namespace. */
export function marksOfContact(
  reading: Reading,
  counts: (indexed: Live | Declared) => boolean = () => true,
): Contact[] {
  const contacts: Contact[] = [];
  const objects: (Live | Declared | undefined)[] = [
    ...reading.declared,
    reading.live,
    ...reading.namespaces.declared,
    ...reading.namespaces.live,
  ];
  for (const indexed of objects) {
    for (const field of ['annotations', 'labels'] as const) {
      for (const [key, value] of Object.entries(indexed?.object[field] ?? {})) {
        const found = contactKeys.find(([pattern]) => pattern.test(key))?.[1];
        const type = found === 'email' && !value.includes('@') ? 'chat' : found;
        if (
          indexed &&
          counts(indexed) &&
          type &&
          value.trim() &&
          !contacts.some(contact => contact.value === value)
        ) {
          contacts.push({
            type,
            value,
            url: webUrl(value) ?? mailUrl({ type, value }),
            evidence: evidenceOf(indexed, `metadata.${field}.${key}`, value),
          });
        }
      }
    }
  }
  return contacts.slice(0, 6);
}

function evidenceOf(
  indexed: Live | Declared,
  field: string,
  text: string,
): Evidence {
  if (indexed.origin === 'declared') {
    return { type: 'file', location: indexed.object.location };
  }
  const { apiVersion, kind, namespace, name, cluster } = indexed.object;
  return {
    type: 'object',
    cluster,
    object: { apiVersion, kind, ...(namespace && { namespace }), name },
    field,
    text: text.slice(0, 200),
  };
}

/** Runbooks and dashboards that the objects carry. */
export function linksOfReading(reading: Reading): Answer['links'] {
  return [reading.live, ...reading.declared, ...reading.chain].flatMap(
    indexed => linksOf(indexed?.object.annotations ?? {}),
  );
}

/** Every object that the reading rests on. */
export function objectsOf(reading: Reading): (Live | Declared)[] {
  const engine: Partial<Engine> = reading.engine ?? {};
  return [
    ...(reading.live ? [reading.live] : []),
    ...reading.chain,
    ...reading.declared,
    ...reading.namespaces.declared,
    ...reading.namespaces.live,
    ...(engine.declared ?? []),
    ...(engine.live ? [engine.live] : []),
  ];
}

export function distinct<T>(items: T[], key: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter(item => {
    const id = key(item);
    const known = seen.has(id);
    seen.add(id);
    return !known;
  });
}
