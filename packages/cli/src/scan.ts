import path from 'node:path';
import {
  buildKustomization,
  Claim,
  DeclaredObject,
  RepositoryFacts,
  Service,
  servicesOf,
} from '@plumbline/gitops-reader';
import {
  ownersOfPaths,
  resolveOwners,
  TeamDirectory,
} from '@plumbline/gitops-lookup';
import { InputProblem } from './lib/InputProblem';
import {
  PrintedFinding,
  printedFinding,
  PrintedOwner,
  printedOwner,
} from './lib/printed';
import { progressOf } from './lib/progress';
import { readCheckout, ReadCheckout } from './lib/readCheckout';
import { clean, count } from './lib/text';
import { Io } from './run';

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
      versions: {
        kind: string;
        name: string;
        value: string;
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
    name: string;
    environment?: string;
    store?: string;
    file: string;
    line?: number;
  }[];
  credentials: never[];
  findings: PrintedFinding[];
  skipped: { file: string; reason: string }[];
}

/** `plumbline scan`. */
export async function scan(
  dir: string,
  options: { json?: boolean; overlay?: string },
  io: Io,
): Promise<number> {
  const read = await readCheckout(
    dir,
    progressOf(io, path.basename(path.resolve(dir))),
  );
  try {
    const report = reportOf(read, options.overlay);
    io.stdout.write(
      options.json
        ? `${JSON.stringify(report, undefined, 2)}\n`
        : renderReport(report, io.color),
    );
    return 0;
  } finally {
    await read.checkout.close();
  }
}

function reportOf(read: ReadCheckout, overlay: string | undefined): ScanReport {
  const { facts } = read;
  const built = overlay === undefined ? undefined : overlayOf(read, overlay);
  const objects = built?.objects ?? facts.objects;
  const directory = new TeamDirectory(facts.teams);
  const ownersOf = (claims: Claim[]) =>
    resolveOwners(claims, directory).owners.map(printedOwner);
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
    }).map(service => printedService(service, ownersOf)),
    secrets: facts.secrets
      .filter(secret => inScope(secret.location.path))
      .map(
        ({
          mechanism,
          kind,
          namespace,
          name,
          environment,
          store,
          location,
        }) => ({
          mechanism,
          kind,
          namespace,
          name,
          environment,
          store,
          file: location.path,
          line: location.line,
        }),
      ),
    credentials: [],
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

function printedService(
  { name, path: place, claims, environments }: Service,
  ownersOf: (claims: Claim[]) => PrintedOwner[],
): ScanReport['services'][number] {
  return {
    name,
    path: place,
    owners: ownersOf(claims),
    environments: environments.map(({ versions, ...where }) => ({
      ...where,
      versions: versions.map(pin => ({
        kind: pin.kind,
        name: pin.name,
        value: pin.value,
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

function renderReport(report: ScanReport, color: boolean): string {
  const paint = (code: number) => (text: string) =>
    color ? `\u001b[${code}m${text}\u001b[0m` : text;
  const [bold, dim] = [1, 2].map(paint);
  const lines = [
    `${bold(clean(report.repository))} ${dim(report.revision.slice(0, 12))}: ${count(report.objects.length, 'object')}, ${count(report.services.length, 'service')}, ${count(report.secrets.length, 'secret')}, ${count(report.findings.length, 'finding')}, ${count(report.skipped.length, 'file')} not read`,
  ];
  const section = (title: string, rows: string[], shown = 200) => {
    if (rows.length > 0) {
      lines.push(
        '',
        bold(title),
        ...rows.slice(0, shown).map(row => `  ${row}`),
      );
      if (rows.length > shown) {
        lines.push(dim(`  … and ${rows.length - shown} more (see --json)`));
      }
    }
  };
  section(
    'Services',
    report.services.flatMap(service => [
      `${clean(service.name)} ${dim(clean(service.path))}  ${
        service.owners.length > 0
          ? service.owners
              .map(owner => `${clean(owner.team)} ${dim(owner.source)}`)
              .join(', ')
          : 'nobody'
      }`,
      ...service.environments.map(({ environment, cluster, versions }) =>
        dim(
          clean(
            `  ${[environment, cluster].filter(Boolean).join('/') || 'no environment'}: ${
              versions
                .map(
                  ({ name, value, file, line }) =>
                    `${name} ${value} (${file}:${line})`,
                )
                .join(', ') || 'no version'
            }`,
          ),
        ).replace(/^(\S*)/, '  $1'),
      ),
    ]),
    400,
  );
  section(
    'Secrets',
    report.secrets.map(secret =>
      clean(
        `${secret.mechanism} ${secret.namespace ? `${secret.namespace}/` : ''}${secret.name}${secret.environment ? ` (${secret.environment})` : ''}  ${secret.file}:${secret.line ?? 1}`,
      ),
    ),
  );
  section(
    'Findings',
    report.findings.map(finding =>
      clean(
        `${finding.severity} ${finding.rule}  ${finding.file}:${finding.line ?? 1}  ${finding.message}${finding.owners.length > 0 ? `  [${finding.owners.map(owner => owner.team).join(', ')}]` : ''}`,
      ),
    ),
  );
  section(
    'Not read',
    report.skipped.map(({ file, reason }) => clean(`${file}: ${reason}`)),
    50,
  );
  return `${lines.join('\n')}\n`;
}
