import { Model, modelOf } from '../../deployments';
import { differences } from '../../lib/differences';
import { Finding, JsonValue } from '../../facts';
import { addTo } from '../../lib/groups';
import { listAt, textAt } from '../../lib/json';
import { isApplication, isApplicationSet } from '../argocd/application';
import { Build } from '../kustomize/build/build';
import { isKustomizationFile } from '../kustomize/kustomization';
import { objectsOf } from '../manifests';
import { placesOf } from '../paths';
import {
  MadeOfFile,
  ofEveryFile,
  perOrigin,
  sameItems,
  someOf,
} from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { baseName, directoryOf, joinPath } from '../../files/treePaths';
import { asidesOf } from './asides';
import { bounded, listed } from './bounded';

/** A tree is built by engines when they build this many of its files, and this part of them. */
const fewestBuilt = 10;
const builtPart = 0.9;

/** Groups of objects that configure a tool where they stand, and are not applied to a cluster. */
const tools =
  /^(kustomize\.config\.k8s\.io|builtin|config\.kubernetes\.io|chainsaw\.kyverno\.io|kuttl\.dev|cli\.kyverno\.io|test\.gatekeeper\.sh|kind\.x-k8s\.io|skaffold|backstage\.io|kubeadm\.k8s\.io|talhelper|helmfile)/;

/** Files that hold an object which is meant for a cluster. */
const withManifests = ofEveryFile(({ documents }): true | undefined => {
  for (const document of documents) {
    for (const { value } of objectsOf(document)) {
      const apiVersion = textAt(value, 'apiVersion') ?? '';
      if (
        apiVersion !== '' &&
        !tools.test(apiVersion) &&
        textAt(value, 'kind') !== undefined &&
        textAt(value, 'metadata', 'name') !== undefined &&
        textAt(
          value,
          'metadata',
          'annotations',
          'config.kubernetes.io/local-config',
        ) !== 'true'
      ) {
        return true;
      }
    }
  }
  return undefined;
});

/** Entries of files that a document names beside those that kustomize takes objects from. */
function namedIn(value: JsonValue, isKustomization: boolean): JsonValue[] {
  if (isKustomization) {
    // They tell it of kinds: whatever brings these is elsewhere.
    return listAt(value, 'crds');
  }
  // Generators of secrets decrypt what kustomize itself does not look at.
  return /^(ksops|sopssecretgenerator)/i.test(textAt(value, 'kind') ?? '')
    ? [
        ...listAt(value, 'files'),
        ...listAt(value, 'envs'),
        ...listAt(value, 'secretFrom').flatMap(from => listAt(from, 'files')),
      ]
    : [];
}

/** Files that are read for something else than their objects. */
const readFor = ofEveryFile(({ path, documents }) =>
  someOf(
    documents.flatMap(({ value }) =>
      namedIn(value, isKustomizationFile(path)).flatMap(entry => {
        const name = String(entry).replace(/^[^=/]*=/, '');
        const file = joinPath(directoryOf(path), name);
        return file === undefined ? [] : [file];
      }),
    ),
  ),
);

interface Counts {
  built: number;
  all: number;
}

/**
 * How many manifests of each directory are built. From one read to the next, those alone are counted that came or went,
 * are built now or are no longer.
 */
class BuiltTree {
  readonly #counts = new Map<string, Counts>();
  #paths: readonly string[] = [];
  readonly #unbuilt = new Set<string>();
  #consumed: object | undefined;
  /** What all of it hangs on. */
  #around: readonly object[] = [];

  of(
    repository: ParsedRepository,
    { consumed }: Model,
  ): {
    counts: ReadonlyMap<string, Counts>;
    loose: ReadonlyMap<string, string[]>;
  } {
    const reading = readFor(repository);
    const around = [placesOf(repository), reading];
    if (!sameItems(around, this.#around)) {
      this.#around = around;
      this.#counts.clear();
      this.#paths = [];
      this.#unbuilt.clear();
    }
    const read = new Set(reading.flatMap(({ made }) => made));
    const isBuilt = (path: string) => consumed.has(path) || read.has(path);
    const isAside = asidesOf(repository);
    const files = pathsOf(withManifests(repository));
    const { gone, come } = differences(this.#paths, files);
    for (const path of gone.filter(each => !isAside(each))) {
      this.#count(path, -1, this.#unbuilt.delete(path) ? 0 : -1);
    }
    for (const path of come.filter(each => !isAside(each))) {
      this.#count(path, 1, isBuilt(path) ? 1 : 0);
      if (!isBuilt(path)) {
        this.#unbuilt.add(path);
      }
    }
    if (consumed.state !== this.#consumed) {
      this.#consumed = consumed.state;
      for (const path of files) {
        const built = isBuilt(path);
        if (built === this.#unbuilt.has(path) && !isAside(path)) {
          this.#count(path, 0, built ? 1 : -1);
          this.#unbuilt[built ? 'delete' : 'add'](path);
        }
      }
    }
    this.#paths = files;
    const loose = new Map<string, string[]>();
    if (this.#unbuilt.size > 0) {
      files
        .filter(path => this.#unbuilt.has(path))
        .forEach(path => addTo(loose, directoryOf(path), path));
    }
    return { counts: this.#counts, loose };
  }

  #count(path: string, all: number, built: number): void {
    for (let at = directoryOf(path); at !== ''; at = directoryOf(at)) {
      const count = this.#counts.get(at) ?? { built: 0, all: 0 };
      count.all += all;
      count.built += built;
      this.#counts.set(at, count);
    }
  }
}

const pathsOfLists = new WeakMap<
  readonly MadeOfFile<true>[],
  readonly string[]
>();

function pathsOf(list: readonly MadeOfFile<true>[]): readonly string[] {
  let paths = pathsOfLists.get(list);
  if (!paths) {
    paths = list.map(({ file }) => file.path);
    pathsOfLists.set(list, paths);
  }
  return paths;
}

const treeBefore = perOrigin(() => new BuiltTree());

/** Manifests that nothing builds, where everything around them is built; one finding for each directory. */
export function orphanFiles(repository: ParsedRepository): Finding[] {
  const model = modelOf(repository);
  const { counts, loose } = treeBefore(repository).of(repository, model);
  const findings: Finding[] = [];
  const started = loose.size > 0 ? starters(model) : new Set<string>();
  for (const [directory, all] of loose) {
    const kustomization = model.builder.kustomization(directory);
    const paths = all.filter(path => !started.has(path));
    if (
      paths.length === 0 ||
      isInChart(directory, repository) ||
      kustomization?.component
    ) {
      continue;
    }
    const names = listed(paths.map(baseName).sort());
    const verb = paths.length === 1 ? 'is' : 'are';
    const builtTree = kustomization
      ? undefined
      : builtTreeOf(directory, counts);
    if (kustomization || builtTree !== undefined) {
      findings.push({
        rule: 'orphan-file',
        severity: kustomization ? 'warning' : 'info',
        location: {
          repository: repository.repository,
          revision: repository.revision,
          path: [...paths].sort()[0],
          line: 1,
        },
        message: kustomization
          ? `${names} ${verb} not among what ${baseName(kustomization.file.path)} of this directory builds, nor does anything else in this repository take ${paths.length === 1 ? 'it' : 'them'}.`
          : `${names} in ${directory} ${verb} built by nothing, unlike nearly all else in ${builtTree}.`,
        fix: kustomization
          ? 'List the file among the resources (or patches) of the kustomization, or remove it.'
          : 'Have a kustomization or an engine take it, or remove it.',
      });
    }
  }
  return bounded(findings);
}

/**
 * Files that somebody applies by hand, once: they have an engine deploy the directory that they lie in, or are the
 * Application of other Applications beside a kustomization that installs Argo CD and takes none.
 */
function starters({ variants, builder }: Model): Set<string> {
  const paths = new Set<string>();
  for (const { directory, deployments, build } of variants) {
    const startsOthers = hasApplications(build);
    for (const { engine } of deployments) {
      const { path } = engine.resource.location;
      const beside = startsOthers
        ? builder.build(directoryOf(path))
        : undefined;
      if (
        (directory !== '' && path.startsWith(`${directory}/`)) ||
        (beside && !hasApplications(beside))
      ) {
        paths.add(path);
      }
    }
  }
  return paths;
}

function hasApplications({ resources }: Build): boolean {
  return resources.some(
    ({ value }) => isApplication(value) || isApplicationSet(value),
  );
}

/** The nearest directory around one of whose files nearly all are built. */
function builtTreeOf(
  directory: string,
  counts: ReadonlyMap<string, { built: number; all: number }>,
): string | undefined {
  for (let at = directory; at !== ''; at = directoryOf(at)) {
    const count = counts.get(at);
    if (
      count &&
      count.built >= fewestBuilt &&
      count.built >= count.all * builtPart
    ) {
      return at;
    }
  }
  return undefined;
}

function isInChart(directory: string, { paths }: ParsedRepository): boolean {
  for (let at = directory; ; at = directoryOf(at)) {
    if (paths.has(at === '' ? 'Chart.yaml' : `${at}/Chart.yaml`)) {
      return true;
    }
    if (at === '') {
      return false;
    }
  }
}
