import { EngineFact, JsonObject, JsonValue } from '../../facts';
import { compact, isObject, listAt, objectAt, textAt } from '../../lib/json';
import { joinPath } from '../../files/treePaths';
import { withBuildEnvironment } from './buildEnvironment';

/** Whether this is an Argo CD Application. */
export function isApplication(object: JsonObject): boolean {
  return (
    object.kind === 'Application' &&
    (textAt(object, 'apiVersion') ?? '').startsWith('argoproj.io/')
  );
}

/** Whether this is an Argo CD ApplicationSet. */
export function isApplicationSet(object: JsonObject): boolean {
  return (
    object.kind === 'ApplicationSet' &&
    (textAt(object, 'apiVersion') ?? '').startsWith('argoproj.io/')
  );
}

/** The cluster that Argo CD itself runs in goes by these names and addresses. */
const ownCluster =
  /^(?:in-cluster|https?:\/\/kubernetes\.default(?:\.svc(?:\.cluster\.local)?)?(?::443)?)$/;

/** Name or address of the destination; undefined for the cluster that Argo CD runs in. */
export function destinationCluster(spec: JsonObject): string | undefined {
  const destination =
    textAt(spec, 'destination', 'name') ??
    textAt(spec, 'destination', 'server')?.replace(/\/$/, '');
  return destination && !ownCluster.test(destination) ? destination : undefined;
}

/** One source of an Application and where its fields stand. */
export interface ApplicationSource {
  source: JsonObject;
  /** `['spec', 'source']`, `['spec', 'sources', 1]`. */
  path: (string | number)[];
}

/** Sources in the order in which Argo CD sees them. The dry source is the one that people edit. */
export function applicationSources(
  application: JsonObject,
): ApplicationSource[] {
  const sources = listAt(application, 'spec', 'sources');
  const many = sources
    .map((source, position) => ({
      source,
      path: ['spec', 'sources', position],
    }))
    .filter((entry): entry is ApplicationSource => isObject(entry.source));
  if (many.length > 0) {
    return many;
  }
  const dry = objectAt(application, 'spec', 'sourceHydrator', 'drySource');
  if (dry) {
    return [{ source: dry, path: ['spec', 'sourceHydrator', 'drySource'] }];
  }
  const source = objectAt(application, 'spec', 'source');
  return source ? [{ source, path: ['spec', 'source'] }] : [];
}

/** Whether a source brings objects, and not only values files for another source. */
export function bringsObjects(source: JsonObject): boolean {
  return (
    textAt(source, 'path') !== undefined ||
    textAt(source, 'chart') !== undefined
  );
}

/** A values file of a source, and the repository that holds it. */
export interface SourceValuesFile {
  repoUrl?: string;
  revision?: string;
  path: string;
  /** Its place in `helm.valueFiles`. */
  position: number;
}

/** Values files of a source in Git. */
export function valuesFilesOf(
  source: JsonObject,
  application: JsonObject,
): SourceValuesFile[] {
  const files: SourceValuesFile[] = [];
  listAt(source, 'helm', 'valueFiles').forEach((written, position) => {
    // `secrets+age-import:///key.txt?secrets.yaml`, as helm-secrets has it, is an address, too.
    if (
      typeof written !== 'string' ||
      /^[a-z][a-z\d+.-]*:\/\//i.test(written)
    ) {
      return;
    }
    const reference = /^\$(?!ARGOCD_)([^/]+)\/(.*)$/.exec(written);
    const holder = reference
      ? applicationSources(application).find(
          other => textAt(other.source, 'ref') === reference[1],
        )?.source
      : source;
    const entry = withBuildEnvironment(
      reference ? reference[2] : written,
      application,
      source,
    );
    let path: string | undefined;
    if (reference) {
      path = joinPath('', entry);
    } else if (textAt(source, 'chart') === undefined) {
      const base = entry.startsWith('/')
        ? ''
        : joinPath('', textAt(source, 'path') ?? '');
      path = base === undefined ? undefined : joinPath(base, entry);
    }
    if (holder && path) {
      files.push({
        repoUrl: textAt(holder, 'repoURL'),
        revision: textAt(holder, 'targetRevision'),
        path,
        position,
      });
    }
  });
  return files;
}

/** Paths of the values files that all sources of an Application name, whichever repository holds them. */
export function valuesPathsOf(application: JsonObject): string[] {
  return applicationSources(application).flatMap(({ source }) =>
    valuesFilesOf(source, application).map(({ path }) => path),
  );
}

/** What an Application deploys, from its spec alone. */
export function applicationFact(
  application: JsonObject,
): EngineFact | undefined {
  const spec = objectAt(application, 'spec');
  if (!spec) {
    return undefined;
  }
  const sources = applicationSources(application);
  const main = sources.find(entry => bringsObjects(entry.source)) ?? sources[0];
  const files = main ? valuesFilesOf(main.source, application) : [];
  const valuesRepository = files.find(file => file.repoUrl)?.repoUrl;
  const repoUrl = textAt(main?.source, 'repoURL');
  return compact({
    repoUrl,
    path: pathOf(textAt(main?.source, 'path')),
    revision: textAt(main?.source, 'targetRevision'),
    chart: textAt(main?.source, 'chart'),
    valuesFiles: files.length > 0 ? files.map(file => file.path) : undefined,
    valuesRepoUrl: valuesRepository !== repoUrl ? valuesRepository : undefined,
    destinationCluster: destinationCluster(spec),
    destinationNamespace: textAt(spec, 'destination', 'namespace'),
    releaseName: textAt(main?.source, 'helm', 'releaseName'),
    rendersChart: objectAt(main?.source, 'helm') ? true : undefined,
  });
}

function pathOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : joinPath('', path);
}

/**
 * The Application that Argo CD writes on what it deploys: those outside of its own namespace as `<namespace>_<name>`.
 */
export function applicationNamed(text: string): {
  namespace?: string;
  name: string;
} {
  const underscore = text.indexOf('_');
  return underscore > 0
    ? {
        namespace: text.slice(0, underscore),
        name: text.slice(underscore + 1),
      }
    : { name: text };
}

/** Reads a tracking id, `<app>:<group>/<Kind>:<namespace>/<name>`, as Argo CD writes it. */
export function parseTrackingId(id: JsonValue | undefined):
  | {
      application: { namespace?: string; name: string };
      group: string;
      kind: string;
      namespace: string;
      name: string;
    }
  | undefined {
  if (typeof id !== 'string') {
    return undefined;
  }
  // Names of RBAC objects hold colons, so only the first two separate.
  const match = /^([^:]+):([^:/]*)\/([^:/]+):([^/]*)\/(.+)$/.exec(id);
  if (!match) {
    return undefined;
  }
  const [, app, group, kind, namespace, name] = match;
  return {
    application: applicationNamed(app),
    group,
    kind,
    namespace,
    name,
  };
}
