import { Model } from '../../deployments';
import { isEngine } from '../../engines/engines';
import { engineParts } from '../../deployments/engineParts';
import {
  ConfigPlace,
  DeclaredObject,
  FileLocation,
  PolicyFact,
  SecretFact,
  VersionPin,
} from '../../facts';
import { compact } from '../../lib/json';
import { isOutsideNamespaces } from '../kustomize/transformers/clusterScoped';
import { identityOf } from '../kustomize/resource';
import { readObject } from '../manifests';
import { policyFacts } from '../policies';
import { ParsedRepository } from '../reader';
import { secretsOf } from '../secrets';
import { isBelow } from '../../files/treePaths';
import { Chart } from './charts';
import { engineOrigins } from './engineOrigins';
import { pinsOfValuesFiles } from './pins';
import { Installed } from './releases';
import { RenderedTemplate, valuesNamedIn } from './renderChart';
import { RenderedObject } from './template/documents';
import { gap } from './template/value';
import { originInValues } from './valueOrigins';

const workloadKind =
  /^(Deployment|StatefulSet|DaemonSet|Rollout|DeploymentConfig|CronJob|Job|Pod|ReplicaSet)$/;

/** `ghcr.io/`, `localhost:5000/`: the host before the name of an image. */
const registryHost = /^(?:[^/]*[.:][^/]*|localhost)\//;

/** Whether objects of this kind run images. */
export function isWorkloadKind(kind: string): boolean {
  return workloadKind.test(kind);
}

/** An object of a template in one release. */
export interface ChartObject {
  /** Undefined where not all of its name is known. */
  object?: DeclaredObject;
  kind: string;
  /** Versions of what runs under a name that is not known. */
  versions: VersionPin[];
  /** What an engine object deploys whose name is not known. */
  deploys: VersionPin[];
  secrets: SecretFact[];
  policies: PolicyFact[];
}

/** What a rendered object says, in the words of facts. */
export function chartObject(
  rendered: RenderedObject,
  { path, asked }: Pick<RenderedTemplate, 'path' | 'asked'>,
  chart: Chart,
  release: Installed,
  pins: VersionPin[],
  model: Model,
): ChartObject {
  const { repository } = model;
  const location: FileLocation = {
    repository: repository.repository,
    revision: repository.revision,
    path,
    line: rendered.line,
  };
  const kind = String(rendered.value.kind);
  const told =
    rendered.named || isWorkloadKind(kind) || isEngine(rendered.value)
      ? declared(rendered, location, chart, release, { pins, asked }, model)
      : undefined;
  return {
    object: rendered.named ? told : undefined,
    kind,
    versions:
      rendered.named ||
      rendered.conditional ||
      !isWorkloadKind(kind) ||
      isHook(told)
        ? []
        : (told?.versions ?? []),
    deploys:
      rendered.named || isWorkloadKind(kind)
        ? []
        : (told?.versions ?? []).filter(pin => isOfDeployed(pin, chart)),
    policies: rendered.named ? policiesOf(rendered, location, release) : [],
    secrets: secretsOf(rendered.value, rendered.lines).map(
      ({ at, name, object, ...secret }) =>
        compact<SecretFact>({
          ...secret,
          // What only the release knows is cut out of the name, not guessed.
          name: withDots(name),
          object: object === undefined ? undefined : withDots(object),
          namespace: secret.namespace ?? release.namespace,
          environment: release.environment,
          cluster: release.cluster,
          location: { ...location, line: at ?? rendered.line },
        }),
    ),
  };
}

/**
 * Whether a version is one that an engine object of a chart says by itself: no branch that it follows, and nothing that
 * another chart of this repository brings, which says so where it stands.
 */
function isOfDeployed(
  { kind, name, value, evidence }: VersionPin,
  { directory }: Chart,
): boolean {
  return (
    !`${name}${value}`.includes(gap) &&
    !(kind === 'revision' && /^(HEAD|main|master)$/.test(value)) &&
    evidence.type === 'file' &&
    isBelow(evidence.location.path, directory)
  );
}

/** Whether Helm runs an object beside the release: before an upgrade, as a test. */
function isHook(object: DeclaredObject | undefined): boolean {
  return object?.annotations?.['helm.sh/hook'] !== undefined;
}

/** The policy that an object is. What admission policies do, their bindings tell, which are not looked for here. */
function policiesOf(
  { value, openAction, conditional }: RenderedObject,
  location: FileLocation,
  { environment, cluster }: Installed,
): PolicyFact[] {
  return policyFacts(value, location)
    .filter(({ engine }) => engine !== 'admission-policy')
    .map(policy => {
      const isOpen = openAction === true;
      const notes = [
        isOpen
          ? 'what it does depends on values that are not in this repository'
          : policy.note,
        conditional ? 'the chart may leave it out' : undefined,
      ].filter(note => note !== undefined);
      return compact<PolicyFact>({
        ...policy,
        environment,
        cluster,
        action: isOpen ? 'unknown' : policy.action,
        note: notes.length > 0 ? notes.join('; ') : undefined,
      });
    });
}

function withDots(name: string): string {
  return name.split(gap).join('…');
}

function declared(
  rendered: RenderedObject,
  location: FileLocation,
  chart: Chart,
  release: Installed,
  { pins, asked }: { pins: VersionPin[]; asked: readonly string[] },
  model: Model,
): DeclaredObject | undefined {
  const { value, lines, line } = rendered;
  const { repository } = model;
  const object = readObject({ value, lines, line }, location, {
    ownershipLabels: repository.ownershipLabels,
  });
  if (!object) {
    return undefined;
  }
  const identity = identityOf(value);
  const { group, kind } = identity;
  const parts = engineParts(
    {
      value,
      lines,
      location,
      identities: [identity],
      places: [],
      origins: engineOrigins(rendered, location.path, release, repository),
    },
    model,
  );
  const at = (path: string): FileLocation => ({
    repository: repository.repository,
    revision: repository.revision,
    path,
  });
  const places = new Set(release.openImages ? pins.map(placeOfPin) : []);
  const traced = (pin: VersionPin, inItems: boolean) =>
    originInValues(pin, location.path, chart, release, repository, { inItems });
  const manifest: ConfigPlace = {
    role: 'manifest',
    location,
    note: `template of the chart ${chart.name}${rendered.conditional ? ', which may leave it out' : ''}`,
  };
  return compact<DeclaredObject>({
    ...object,
    namespace: isOutsideNamespaces(group, kind)
      ? undefined
      : (object.namespace ?? release.namespace),
    environment: release.environment,
    cluster: release.cluster,
    builtBy: chart.directory || '.',
    engine: parts?.engine,
    claims: parts?.engine
      ? object.claims
      : [...object.claims, ...(release.claims ?? [])],
    template:
      release.makers && release.makers.length > 0
        ? {
            makers: release.makers,
            ...(release.beside !== undefined && { beside: release.beside }),
            layers: [],
          }
        : undefined,
    config: [
      manifest,
      ...release.files.map((file): ConfigPlace => ({
        role: 'values',
        location: at(file),
        note:
          file === chart.defaults
            ? 'defaults of the chart'
            : 'values of the release',
      })),
      ...(release.application ? [release.application] : []),
      ...(parts?.config ?? []),
    ],
    versions: [
      ...versionsOf(
        object,
        { pins, asked },
        pin => traced(pin, true),
        repository,
      ).filter(pin => !release.openImages || places.has(placeOfPin(pin))),
      ...(parts?.versions ?? [])
        .filter(pin => !isOverridden(pin, location.path, rendered.overrides))
        .map(pin => traced(pin, false)),
    ],
  });
}

/** Whether a version of the chart's own values is set to another by the object that deploys the chart. */
function isOverridden(
  { kind, key, evidence }: VersionPin,
  path: string,
  overrides: RenderedObject['overrides'],
): boolean {
  return (
    kind === 'image' &&
    evidence.type === 'file' &&
    evidence.location.path !== path &&
    (overrides === 'unknown' ||
      overrides.has(key.split('.').slice(0, -1).join('.')))
  );
}

/** What two pins have in common that one line makes, whatever templates put before its name. */
export function placeOfPin({ kind, key, value, evidence }: VersionPin): string {
  const { path, line } =
    evidence.type === 'file' ? evidence.location : { path: '', line: 0 };
  return JSON.stringify([kind, key, value, path, line]);
}

/** Whether values name an image that a template runs: templates often put a registry before it, or another one. */
function isOfImage({ name }: VersionPin, { name: run }: VersionPin): boolean {
  return (
    name === run ||
    run.endsWith(`/${name}`) ||
    run.endsWith(`/${name.replace(registryHost, '')}`)
  );
}

/** Whether values set what a template runs: of a tag and a digest side by side, it may take the digest alone. */
function saysVersion(
  { value }: VersionPin,
  { value: run }: VersionPin,
): boolean {
  return value === run || value.endsWith(`@${run}`);
}

/** The lines that pin the images: in values or files of the chart where those bring them, otherwise in the template. */
function versionsOf(
  object: DeclaredObject,
  { pins, asked }: { pins: VersionPin[]; asked: readonly string[] },
  traced: (pin: VersionPin) => VersionPin,
  repository: ParsedRepository,
): VersionPin[] {
  const versions: VersionPin[] = [];
  const brought = [
    ...pins,
    ...asked.flatMap(path => pinsOfValuesFiles(repository, [path])),
  ];
  const seen = new Set<string>();
  for (const pin of object.versions) {
    const found = brought.find(
      each => isOfImage(each, pin) && saysVersion(each, pin),
    );
    const version = found ? { ...found, name: pin.name } : traced(pin);
    const key = `${version.name} ${placeOfPin(version)}`;
    if (!seen.has(key)) {
      seen.add(key);
      versions.push(version);
    }
  }
  if (versions.length > 0) {
    return versions;
  }
  // The template asks for more than is known here, but says which values it reads.
  const file = repository.files.get(object.location.path);
  const used = file ? [...valuesNamedIn(file, repository)] : [];
  return pins.filter(pin => {
    const holder = pin.key.replace(/\.(tag|digest|sha)$/, '');
    return (
      isWorkloadKind(object.kind) &&
      (pin.key === 'appVersion' ||
        used.some(name => name === holder || name.startsWith(`${holder}.`)))
    );
  });
}
