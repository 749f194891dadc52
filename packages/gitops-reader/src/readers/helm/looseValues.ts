import { isApplication, valuesPathsOf } from '../argocd/application';
import { Model } from '../../deployments';
import { ServicePin, VersionPin } from '../../facts';
import { helmfilesOf } from '../helmfile/releases';
import { compact } from '../../lib/json';
import { Build } from '../kustomize/build/build';
import {
  classifyEnvironment,
  EnvironmentWords,
  isLayout,
  isRegion,
  PathPlace,
  placesOf,
  wordsOf,
} from '../paths';
import { ParsedRepository } from '../reader';
import { baseName, directoryOf, joinPath } from '../../files/treePaths';
import { serviceOfEntry } from '../versionFiles/serviceNames';
import { versionPin } from '../../workloads/versionPin';
import { lineOf } from '../../yaml';
import { Charts, valuesFile } from './charts';
import { pinsOfLayers, ValuesFile, valuesFileOf } from './pins';
import { valuesCharts } from './valuesCharts';

/** Images in values files of environments that belong to no chart here, and that no engine here is known to use. */
export function loosePins(
  { loose }: Charts,
  model: Model,
  used: ReadonlySet<string>,
): ServicePin[] {
  const { repository } = model;
  if (loose.length === 0) {
    return [];
  }
  const taken = new Set([...used, ...filesOfEngines(model)]);
  const places = placesOf(repository);
  const words = wordsOf(repository.environments);
  return loose.flatMap(({ path }) => {
    if (taken.has(path)) {
      return [];
    }
    const place = places.of(path);
    const { environment, cluster } = place;
    const { service, directory } = serviceOf(path, place, words);
    // `envs/prod.yaml`: nothing there says what it is about but the keys.
    const isOfKeys =
      directory === '' && directoryOf(path).split('/').includes(service);
    const told = (pin: VersionPin, name = service) =>
      compact<ServicePin>({
        service: name,
        path: directory,
        environment,
        cluster,
        pin,
      });
    return [
      ...pinsOfLayers(repository, [
        ...namesBeside(path, repository),
        valuesFileOf(repository, path),
      ]).map(pin => told(pin, isOfKeys ? partOfKey(pin.key) : undefined)),
      ...chartPins(repository, path).map(({ entry, pin }) => told(pin, entry)),
    ];
  });
}

/** `cart.image.tag` is about `cart`; `image.tag` and `global.image.tag` are about nothing that they name. */
function partOfKey(key: string): string | undefined {
  const [first, ...rest] = key.split('.');
  return rest.length > 1 && !/^(global|images?|.*Image)$/.test(first)
    ? first
    : undefined;
}

/**
 * What values for all environments, beside those of one or right above, call the images whose tags this one sets. Versions
 * there may be anything: the defaults of a chart that somebody has copied.
 */
function namesBeside(path: string, repository: ParsedRepository): ValuesFile[] {
  const beside = directoryOf(path);
  const common = [directoryOf(beside), beside]
    .map(directory => joinPath(directory, 'values.yaml'))
    .filter(at => at !== undefined && at !== path && repository.files.has(at));
  return common.flatMap(at => {
    const layer = at === undefined ? undefined : valuesFileOf(repository, at);
    return layer
      ? [
          {
            path: layer.path,
            images: layer.images.map(({ image, location }) => ({
              image: { ...image, version: undefined },
              location,
            })),
          },
        ]
      : [];
  });
}

/** Charts that a values file lists with their versions. */
function chartPins(
  { repository, revision, files }: ParsedRepository,
  path: string,
): { entry: string; pin: VersionPin }[] {
  const document = files.get(path)?.documents[0];
  return document
    ? valuesCharts(document.value).map(({ entry, chart, version, ...at }) => ({
        entry,
        pin: versionPin(
          'chart',
          chart,
          version,
          { repository, revision, path, line: lineOf(document, at.path) },
          at.path.join('.'),
        ),
      }))
    : [];
}

function serviceOf(
  path: string,
  place: PathPlace,
  words: EnvironmentWords,
): ReturnType<typeof serviceOfEntry> {
  const name = baseName(path);
  const above = path.slice(0, -name.length);
  if (!valuesFile.test(name) || !/^values/i.test(name)) {
    return serviceOfEntry(
      path.replace(/([-._](helm|chart))?[-._]values(\.ya?ml)$/i, '$3'),
      undefined,
      place,
      words,
    );
  }
  const found = serviceOfEntry(`${above}values`, undefined, place, words);
  // `envs/prod/values-cart.yaml`: where no directory says what it is about, the file does, unless it tells where.
  const said = /^values?[-_.](.+)\.ya?ml$/i.exec(name)?.[1];
  return found.directory === '' &&
    said !== undefined &&
    classifyEnvironment(said) === undefined &&
    !isRegion(said) &&
    !isLayout(said)
    ? serviceOfEntry(`${above}${said}.yaml`, undefined, place, words)
    : found;
}

const ofBuilds = new WeakMap<Build, string[]>();

/** Values files that the Applications of a build name. */
function valuesFilesOf(build: Build): string[] {
  let files = ofBuilds.get(build);
  if (!files) {
    files = build.resources.flatMap(({ value }) =>
      isApplication(value) ? valuesPathsOf(value) : [],
    );
    ofBuilds.set(build, files);
  }
  return files;
}

function filesOfEngines(model: Model): Set<string> {
  const files = new Set<string>();
  const add = (paths: string[] | undefined) =>
    paths?.forEach(path => files.add(path));
  for (const { resource } of model.plainEngines) {
    if (isApplication(resource.value)) {
      add(valuesPathsOf(resource.value));
    }
  }
  for (const { build, deployments } of model.variants) {
    deployments.forEach(({ fact }) => add(fact.valuesFiles));
    add(valuesFilesOf(build));
    if (build.unseen.has('chart')) {
      model.builder.filesOf(build.directory).forEach(path => files.add(path));
    }
  }
  for (const { values } of helmfilesOf(model.repository).releases) {
    values.forEach(layer => layer.type === 'file' && files.add(layer.path));
  }
  model.releases.forEach(({ deployment }) => add(deployment.fact.valuesFiles));
  return files;
}
