import { FileLocation, Finding, VersionPin } from '../../../facts';
import { ParsedFile, YamlDocument } from '../../reader';
import { ruleOf } from '../../../findings/rules';
import { joinPath } from '../../../files/treePaths';
import { lineOf } from '../../../yaml';
import type { Configuration } from '../transformers/configuration';
import { KustomizationFile } from '../kustomization';
import { Needs, Sources } from './needs';
import type { Once } from './once';
import { isRemote, readRemote } from './remote';
import type { Var } from '../transformers/vars';

/** An entry of `images`, and whether a build had a use for it. */
export interface UsedOverride {
  location: FileLocation;
  name: string;
  used: boolean;
  /** Not all objects are known that it may be meant for. */
  partial: boolean;
}

/** What may bring objects that a read does not see. */
export type Unseen = 'base' | 'chart' | 'plugin';

/** A step on the way of building: what to apply, and to what. */
export interface Context {
  repository: Sources;
  /** Remembers what was looked at. */
  needs: Needs;
  kustomization: KustomizationFile;
  files: Set<string>;
  uses: Set<string>;
  versions: Once<VersionPin>;
  /** Variables that are filled in when all is built. */
  vars: Once<Var>;
  partial: string[];
  unseen: Set<Unseen>;
  /** Fields that transformers change: of kustomize itself, of all that it stands on, and its own. */
  configuration: Configuration;
  /** Each once. */
  findings: Map<string, Finding>;
  /** Overrides of images by place, and whether any build had a use for them. */
  overrides: Map<string, UsedOverride>;
  /** The kustomization of a directory, if it has one. */
  kustomizationAt: (directory: string) => KustomizationFile | undefined;
}

/** Where a path of a document stands in its file, in the revision that is read. */
export function locationIn(
  context: Context,
  { file, document }: { file: ParsedFile; document: YamlDocument },
  path: (string | number)[],
): FileLocation {
  const { repository, revision } = context.repository;
  return {
    repository,
    revision,
    path: file.path,
    line: lineOf(document, path),
  };
}

/** Keeps a finding once, however many overlays lead to it. */
export function addFinding(
  context: Context,
  rule: string,
  severity: Finding['severity'],
  location: FileLocation,
  message: string,
): void {
  const key = `${rule}\n${location.path}\n${location.line}\n${message}`;
  const fix = severity === 'info' ? undefined : ruleOf(rule)?.fix;
  context.findings.set(key, {
    rule,
    severity,
    location,
    message,
    ...(fix === undefined ? {} : { fix }),
  });
}

/** The path in the tree that an entry means. */
export function locate(
  entry: string,
  path: (string | number)[],
  context: Context,
): string | undefined {
  const { kustomization } = context;
  const location = locationIn(context, kustomization, path);
  const target = joinPath(kustomization.directory, entry);
  const inTree =
    target !== undefined &&
    (context.repository.has(target) || context.kustomizationAt(target));
  if (!inTree && isRemote(entry)) {
    const remote = readRemote(entry);
    context.partial.push(`${remote.url} is not part of this repository`);
    context.unseen.add('base');
    addFinding(
      context,
      'kustomize-remote-base',
      'info',
      location,
      `Takes objects from ${remote.url}, which this read does not see.`,
    );
    if (remote.revision) {
      context.versions.add({
        kind: 'revision',
        name: remote.repository,
        value: remote.revision,
        evidence: {
          type: 'file',
          location,
          text: `- ${remote.url}${remote.parameter ? `?${remote.parameter}=${remote.revision}` : ''}`.slice(
            0,
            200,
          ),
        },
        key: `${path[0]}[${path[1]}]${remote.parameter ? `?${remote.parameter}` : ''}`,
      });
    }
    return undefined;
  }
  if (target === undefined || entry.startsWith('/')) {
    context.partial.push(`${entry} lies outside of the repository`);
    addFinding(
      context,
      'kustomize-outside-tree',
      'error',
      location,
      `${entry} lies outside of the repository and is not read.`,
    );
    return undefined;
  }
  return target;
}
