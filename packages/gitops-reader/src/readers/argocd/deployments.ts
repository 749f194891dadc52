import {
  clusterName,
  Deployment,
  Deployments,
  EngineObject,
  isOpen,
} from '../../engines';
import { Finding, Guess, JsonObject } from '../../facts';
import { compact, listAt, objectAt, textAt } from '../../lib/json';
import { identityOf } from '../kustomize/resource';
import { joinPath } from '../../files/treePaths';
import { lineOf, linesOf } from '../../yaml';
import {
  applicationFact,
  applicationSources,
  ApplicationSource,
  destinationCluster,
  isApplication,
  isApplicationSet,
} from './application';
import { expandApplicationSet } from './applicationSet';
import { clusterNamedBeside } from './clusters';
import { GeneratorContext } from './generated';
import { askedPaths } from './gitGenerator';
import { listElements, parameterOrigins } from './parameterOrigins';
import { kustomizeLayers } from './kustomizeLayer';
import { sourceOverrides } from './sourceOverrides';
import { expandValuesFiles } from './valuesFiles';

/** What there is to know of the repository, to tell what Argo CD makes of it. */
export type ArgoContext = Omit<GeneratorContext, 'go'>;

/** What an Application or ApplicationSet deploys from directories. */
export function argoDeployments(
  engine: EngineObject,
  context: ArgoContext,
): Deployments {
  const { value, lines, location } = engine.resource;
  const title = titleOf(value);
  if (isApplication(value)) {
    return ofApplication(engine, title, context);
  }
  if (!isApplicationSet(value)) {
    return { deployments: [] };
  }
  const {
    applications,
    unknown,
    guesses,
    cut,
    missing: lacking,
  } = expandApplicationSet(value, context);
  const findings: Finding[] = [];
  const name = textAt(value, 'metadata', 'name') ?? 'this set';
  if (unknown.length > 0) {
    findings.push({
      rule: 'applicationset-unknown',
      severity: 'info',
      location,
      message: `Which Applications ${name} makes depends on ${unknown.join(', ')}; only a running Argo CD knows.`,
    });
  }
  if (cut) {
    findings.push(tooLarge(location));
  }
  if (lacking) {
    const line = lineOf({ lines }, ['spec', 'template', ...lacking.path]);
    findings.push({
      rule: 'applicationset-missing-key',
      severity: 'warning',
      location: { ...location, line },
      message: `${name} has no parameter ${lacking.key} for some of its Applications, and wants all of them (missingkey=error): Argo CD neither makes nor changes any.`,
      fix: 'Give the parameter in each element, or ask for it with `index`, which takes what is missing for nothing.',
    });
  }
  const elements = listElements(value);
  const made = applications.map(entry => {
    const { application, template, parameters, vague } = entry;
    const own: EngineObject = {
      ...engine,
      resource: {
        ...engine.resource,
        value: application,
        lines: linesOf(lines, ['spec', 'template']),
        identities: [identityOf(application)],
        origins: parameterOrigins(
          template,
          parameters,
          engine.resource,
          elements,
        ),
      },
    };
    const found = ofApplication(
      own,
      title,
      context,
      parameters.sources?.map(source => source.value),
    );
    const missing =
      parameters.assumed === true &&
      found.deployments.some(({ path }) => !context.index.hasDirectory(path));
    return { ...found, engine: own, vague: vague || missing };
  });
  return {
    asked: listAt(value, 'spec', 'generators').flatMap(generator =>
      askedPaths(generator),
    ),
    deployments: made.flatMap(({ deployments, vague }) =>
      vague
        ? deployments.map(deployment => ({ ...deployment, vague }))
        : deployments,
    ),
    made: made
      .filter(({ vague }) => !vague)
      .map(({ engine: own }) => own)
      .filter(
        ({ resource }) => !isOpen(textAt(resource.value, 'metadata', 'name')),
      ),
    findings: [
      ...findings,
      ...made.flatMap(({ vague, findings: own = [] }) => (vague ? [] : own)),
    ],
    guesses: guesses.map((clusters): Guess => ({
      about: 'cluster',
      guess: `${name} deploys to ${clusters}`,
      why: 'it wants all clusters, and these are named in this repository',
      location,
    })),
  };
}

/** Said where not all Applications of a set are looked at. */
export function tooLarge(location: Finding['location']): Finding {
  return {
    rule: 'applicationset-too-large',
    severity: 'warning',
    location,
    message:
      'Makes more Applications than are looked at; the rest is left out.',
  };
}

function titleOf(object: JsonObject): string {
  const namespace = textAt(object, 'metadata', 'namespace');
  return `${textAt(object, 'kind') ?? ''} ${namespace ? `${namespace}/` : ''}${textAt(object, 'metadata', 'name') ?? ''}`;
}

/** `mappings` are those that an ApplicationSet made it of. */
function ofApplication(
  engine: EngineObject,
  title: string,
  context: ArgoContext,
  mappings: readonly JsonObject[] = [],
): Deployments {
  const application = engine.resource.value;
  const fact = applicationFact(application);
  const spec = objectAt(application, 'spec');
  if (!fact || !spec) {
    return { deployments: [] };
  }
  const cluster = destinationCluster(spec);
  const namespace = textAt(spec, 'destination', 'namespace');
  const name = textAt(application, 'metadata', 'name');
  const deployments: Deployment[] = [];
  const findings: Finding[] = [];
  const sources = applicationSources(application);
  for (const entry of sources) {
    const { source, path: at } = entry;
    const written = textAt(source, 'path');
    const path = written === undefined ? undefined : joinPath('', written);
    if (path === undefined || isOpen(path) || textAt(source, 'chart')) {
      continue;
    }
    const url = textAt(source, 'repoURL') ?? '';
    const own = context.isOwn(url);
    const overrides = own
      ? sourceOverrides(path, application, context.repository)
      : [];
    const values = expandValuesFiles(source, application, context);
    findings.push(
      ...values.findings.map(found => locate(found, engine, entry)),
    );
    if (own) {
      findings.push(...notRendered(engine, entry, path, context));
    }
    const releaseName = textAt(source, 'helm', 'releaseName') ?? name;
    const layers = kustomizeLayers([
      {
        source,
        lines: linesOf(engine.resource.lines, at),
        path: engine.resource.location.path,
      },
      ...overrides.map(({ value, lines, location }) => ({
        source: value,
        lines,
        path: location.path,
      })),
    ]);
    deployments.push(
      compact<Deployment>({
        engine,
        title,
        fact: compact({
          ...fact,
          repoUrl: url || fact.repoUrl,
          path,
          valuesFiles:
            values.files.length > 0
              ? values.files.map(file => file.path)
              : undefined,
        }),
        origin: compact({
          type: 'git',
          key: url,
          revision: textAt(source, 'targetRevision'),
        }),
        path,
        pathAt: [...at, 'path'],
        cluster:
          clusterName(cluster) ??
          (cluster === undefined
            ? undefined
            : (clusterAt(cluster, context) ??
              clusterNamedBeside(cluster, mappings))),
        layers,
        plain: objectAt(source, 'plugin') ? undefined : plainOf(source),
        releaseName: isOpen(releaseName) ? undefined : releaseName,
        defaultNamespace: isOpen(namespace) ? undefined : namespace,
      }),
    );
  }
  return { deployments, findings };
}

/** The name of the cluster at an address, where Git tells it. Argo CD's own cluster has neither. */
function clusterAt(
  address: string,
  { clusters }: ArgoContext,
): string | undefined {
  return clusters.find(({ server }) => server === address)?.name;
}

/** A finding at a field of a source. */
export interface SourceFinding {
  rule: string;
  severity: Finding['severity'];
  message: string;
  at: (string | number)[];
}

function locate(
  { at, ...finding }: SourceFinding,
  { resource }: EngineObject,
  { path }: ApplicationSource,
): Finding {
  return {
    ...finding,
    location: {
      ...resource.location,
      line: lineOf(resource, [...path, ...at]),
    },
  };
}

/** What Argo CD hands to programs that are not run here. */
function notRendered(
  engine: EngineObject,
  entry: ApplicationSource,
  path: string,
  { index }: ArgoContext,
): Finding[] {
  const rule = { rule: 'engine-not-rendered', severity: 'info' as const };
  if (objectAt(entry.source, 'plugin')) {
    return [
      locate(
        {
          ...rule,
          at: ['plugin'],
          message: `A plugin makes the objects of ${path || 'the root'}; it is not run, so they are not known.`,
        },
        engine,
        entry,
      ),
    ];
  }
  return index.filesIn(path).some(file => /\.jsonnet$/.test(file))
    ? [
        locate(
          {
            ...rule,
            at: ['path'],
            message: `${path || 'The root'} holds Jsonnet, which is not run: what it makes is not known.`,
          },
          engine,
          entry,
        ),
      ]
    : [];
}

function plainOf(source: JsonObject): Deployment['plain'] {
  const directory = objectAt(source, 'directory');
  return compact({
    recurse: textAt(directory, 'recurse') === 'true',
    build: false,
    include: textAt(directory, 'include'),
    exclude: textAt(directory, 'exclude'),
  });
}

/** Clusters that Applications name as their destination. */
export function destinationsOf(objects: Iterable<JsonObject>): Set<string> {
  const names = new Set<string>();
  for (const object of objects) {
    const cluster = isApplication(object)
      ? clusterName(destinationCluster(objectAt(object, 'spec') ?? {}))
      : undefined;
    if (cluster) {
      names.add(cluster);
    }
  }
  return names;
}
