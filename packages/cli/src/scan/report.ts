import path from 'node:path';
import {
  buildKustomization,
  DeclaredObject,
  FileLocation,
  RepositoryFacts,
  SecretFact,
  Service,
  servicesOf,
} from '@plumbline/gitops-reader';
import {
  defaultPrecedence,
  Ownership,
  ownersOfPaths,
  ownersOfService,
  resolveOwners,
  TeamDirectory,
} from '@plumbline/gitops-lookup';
import { InputProblem } from '../lib/InputProblem';
import {
  PrintedFinding,
  printedFinding,
  PrintedOwner,
  printedOwner,
} from '../lib/printed';
import { ReadCheckout } from '../lib/readCheckout';

/** The contract of `plumbline scan --json`. */
export interface ScanReport {
  schema: 'plumbline.scan/v1';
  repository: string;
  revision: string;
  objects: {
    apiVersion: string;
    kind: string;
    namespace?: string;
    name: string;
    environment?: string;
    cluster?: string;
    file: string;
    line?: number;
    builtBy?: string;
  }[];
  services: {
    name: string;
    path: string;
    owners: PrintedOwner[];
    environments: {
      environment?: string;
      cluster?: string;
      namespace?: string;
      versions: {
        kind: string;
        name: string;
        value: string;
        digest?: string;
        file?: string;
        line?: number;
        key: string;
      }[];
    }[];
  }[];
  secrets: {
    mechanism: string;
    kind: string;
    namespace?: string;
    /** Of the object or file itself. */
    name: string;
    /** The Secret that it brings into being, where that is called otherwise. */
    target?: string;
    environment?: string;
    cluster?: string;
    store?: string;
    file: string;
    line?: number;
  }[];
  credentials: {
    provider: string;
    method: string;
    reason: string;
    job?: string;
    secrets?: string[];
    file: string;
    line?: number;
  }[];
  policies: {
    engine: string;
    kind: string;
    namespace?: string;
    name: string;
    action: string;
    rules?: string[];
    note?: string;
    environment?: string;
    cluster?: string;
    file: string;
    line?: number;
  }[];
  guesses: {
    about: string;
    guess: string;
    why: string;
    file?: string;
    line?: number;
  }[];
  /** How many objects are owned by what their first claim comes from. */
  ownership: {
    bySource: { source: string; objects: number }[];
    contested: number;
    explicitlyUnowned: number;
    unowned: number;
  };
  /** The kustomization that the report is limited to, and why its build is known in part only. */
  overlay?: { directory: string; partial: string[] };
  findings: PrintedFinding[];
  skipped: { file: string; reason: string }[];
}

/** What was read, as programs take it; limited to what one kustomization builds. */
export function reportOf(
  read: ReadCheckout,
  overlay: string | undefined,
): ScanReport {
  const { facts } = read;
  const built = overlay === undefined ? undefined : overlayOf(read, overlay);
  const objects = built?.objects ?? facts.objects;
  const directory = new TeamDirectory(facts.teams);
  const ownersOfPath = ownersOfPaths(facts, directory);
  const paths = built && new Set(objects.map(object => object.location.path));
  const inScope = (file: string) => !paths || paths.has(file);
  return {
    schema: 'plumbline.scan/v1',
    repository: facts.repository,
    revision: facts.revision,
    objects: objects.map(object => ({
      apiVersion: object.apiVersion,
      kind: object.kind,
      namespace: object.namespace,
      name: object.name,
      environment: object.environment,
      cluster: object.cluster,
      file: object.location.path,
      line: object.location.line,
      builtBy: object.builtBy,
    })),
    services: servicesOf({
      objects,
      // One kustomization builds objects; files of their own are no part of it.
      pins: built ? [] : facts.pins,
    }).map(service =>
      printedService(service, ownersOfService(service, facts, directory)),
    ),
    secrets: facts.secrets
      .filter(secret => inScope(secret.location.path))
      .map(printedSecret),
    credentials: facts.credentials
      .filter(credential => inScope(credential.location.path))
      .map(placed),
    policies: facts.policies
      .filter(policy => inScope(policy.location.path))
      .map(placed),
    guesses: facts.guesses
      .filter(({ location }) => !location || inScope(location.path))
      .map(({ location, ...guess }) => ({
        ...guess,
        ...(location && { file: location.path, line: location.line }),
      })),
    ownership: coverageOf(objects, directory),
    ...(built && {
      overlay: { directory: built.directory, partial: built.partial },
    }),
    findings: [
      ...facts.findings.filter(finding => inScope(finding.location.path)),
      ...(built?.findings ?? []),
    ].map(finding => printedFinding(finding, ownersOfPath)),
    skipped: [
      ...facts.skipped.map(file => ({ file: file.path, reason: file.reason })),
      ...(built?.partial ?? []).map(reason => ({
        file: built?.directory ?? '',
        reason,
      })),
    ],
  };
}

function printedSecret(secret: SecretFact): ScanReport['secrets'][number] {
  const { object, name, ...rest } = placed(secret);
  return {
    ...rest,
    name: object ?? name,
    ...(object !== undefined && object !== name && { target: name }),
  };
}

/** A fact with the place of its file and line. */
function placed<T extends { location: FileLocation }>({
  location,
  ...fact
}: T): Omit<T, 'location'> & { file: string; line?: number } {
  return { ...fact, file: location.path, line: location.line };
}

function coverageOf(
  objects: DeclaredObject[],
  directory: TeamDirectory,
): ScanReport['ownership'] {
  const bySource = new Map<string, number>();
  const coverage = { contested: 0, explicitlyUnowned: 0, unowned: 0 };
  for (const { claims } of objects) {
    const { owners, unowned, contested } = resolveOwners(claims, directory);
    const [first] = owners;
    if (first) {
      bySource.set(first.source, (bySource.get(first.source) ?? 0) + 1);
    } else if (unowned === 'explicit') {
      coverage.explicitlyUnowned += 1;
    } else {
      coverage.unowned += 1;
    }
    if (contested) {
      coverage.contested += 1;
    }
  }
  return {
    bySource: defaultPrecedence.flatMap(source => {
      const count = bySource.get(source);
      return count === undefined ? [] : [{ source, objects: count }];
    }),
    ...coverage,
  };
}

function printedService(
  { name, path: place, environments }: Service,
  { owners }: Ownership,
): ScanReport['services'][number] {
  return {
    name,
    path: place,
    owners: owners.map(printedOwner),
    environments: environments.map(({ versions, ...where }) => ({
      ...where,
      versions: versions.map(pin => ({
        kind: pin.kind,
        name: pin.name,
        value: pin.value,
        digest: pin.digest,
        ...(pin.evidence.type === 'file'
          ? {
              file: pin.evidence.location.path,
              line: pin.evidence.location.line,
            }
          : {}),
        key: pin.key,
      })),
    })),
  };
}

function overlayOf(
  { facts, parsed }: ReadCheckout,
  overlay: string,
): {
  directory: string;
  objects: DeclaredObject[];
  findings: RepositoryFacts['findings'];
  partial: string[];
} {
  const directory = path.posix
    .normalize(overlay.replaceAll(path.sep, '/'))
    .replace(/\/+$/, '')
    .replace(/\/kustomization\.ya?ml$/i, '');
  const holds = [
    'kustomization.yaml',
    'kustomization.yml',
    'Kustomization',
  ].some(file =>
    parsed.paths.has(directory === '.' ? file : `${directory}/${file}`),
  );
  if (!holds) {
    throw new InputProblem(
      `${overlay} holds no kustomization.yaml (--overlay is a directory of the checkout, from its top)`,
    );
  }
  const build = buildKustomization(parsed, directory);
  const known = new Map<string, DeclaredObject>();
  for (const object of facts.objects) {
    if (object.builtBy === directory) {
      const key = sourceOf(object);
      const other = known.get(key);
      known.set(key, {
        ...object,
        // What several places build belongs to none of them.
        ...(other && { cluster: undefined }),
        ...(other &&
          other.environment !== object.environment && {
            environment: undefined,
          }),
      });
    }
  }
  return {
    directory,
    // What the build applies, with what the whole scan knows of it: its owners, environment and cluster.
    objects: build.objects.map(object => ({
      ...object,
      ...known.get(sourceOf(object)),
      namespace: object.namespace,
      builtBy: directory,
    })),
    findings: known.size > 0 ? [] : build.findings,
    partial: build.partial,
  };
}

function sourceOf({ kind, name, location }: DeclaredObject): string {
  return JSON.stringify([kind, name, location.path, location.line]);
}
