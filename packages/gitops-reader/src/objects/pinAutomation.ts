import {
  imageUpdaters,
  isUpdated,
  UpdatedApplications,
} from '../readers/argocd/imageUpdaters';
import {
  DeclaredObject,
  PinAutomation,
  ServicePin,
  VersionPin,
} from '../facts';
import { isOperatorRelease } from '../readers/flux/fluxObjects';
import { addTo } from '../lib/groups';
import { ListMemory, ofEveryFile, perOrigin } from '../memory/perFile';
import { ParsedRepository } from '../readers/reader';

/** Who keeps the version on a line up to date, by the number of the line. */
export type PolicyMarkers = ReadonlyMap<number, PinAutomation>;

const marker =
  /#\s*\{\s*"\$imagepolicy"\s*:\s*"([\w.-]+:[\w.-]+?)(?::(name|tag|digest))?"\s*\}\s*$/;

/**
 * The comments by which Flux knows the lines that it rewrites, such as `tag: 1.2.0 # {"$imagepolicy": "apps:cart:tag"}`.
 * A comment on a line of its own marks nothing.
 */
export function policyMarkers(text: string): PolicyMarkers | undefined {
  if (!text.includes('$imagepolicy')) {
    return undefined;
  }
  const found = new Map<number, PinAutomation>();
  for (const [index, line] of text.split('\n').entries()) {
    // Longer lines are no manifests that people write, and a pattern is not to run over them.
    const match =
      line.length < 2000 && !/^\s*#/.test(line) && marker.exec(line);
    if (match) {
      const [, policy, field] = match;
      found.set(index + 1, {
        by: 'flux',
        policy,
        ...(isField(field) ? { field } : {}),
      });
    }
  }
  return found.size > 0 ? found : undefined;
}

function isField(text: string | undefined): text is PinAutomation['field'] {
  return text !== undefined;
}

const imageList = 'argocd-image-updater.argoproj.io/image-list';

/** Images that Argo CD Image Updater watches, by the document of the Application that is told to it. */
function watchedImages(
  applications: readonly DeclaredObject[],
  updaters: readonly UpdatedApplications[],
): Map<string, Map<string, PinAutomation>> {
  const found = new Map<string, Map<string, PinAutomation>>();
  for (const application of applications) {
    const listed = application.annotations?.[imageList]?.split(',') ?? [];
    const entries = [
      ...listed.map(part => part.trim()),
      ...updaters
        .filter(updater => isUpdated(application, updater))
        .flatMap(({ images }) => images),
    ];
    const images = new Map(
      entries.map(entry => [
        repositoryOf(entry.slice(entry.indexOf('=') + 1)),
        { by: 'argocd-image-updater', policy: entry } as const,
      ]),
    );
    if (images.size > 0) {
      found.set(placeKey(application.location), images);
    }
  }
  return found;
}

/** Name of an image without what is the same for all: tag, digest, and the registry that needs no name. */
function repositoryOf(image: string): string {
  const [name] = image.split('@');
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return (colon < 0 ? name : name.slice(0, colon)).replace(
    /^(index\.)?docker\.io\/(library\/)?/,
    '',
  );
}

/** Where an object stands, if it is an engine's, and where those stand that deploy it. */
function placesOfEngines({ location, config }: DeclaredObject): string[] {
  return [
    location,
    ...config
      .filter(({ role }) => role === 'application')
      .map(place => place.location),
  ].map(placeKey);
}

function placeKey({ path, line }: { path: string; line?: number }): string {
  return `${path}\n${line}`;
}

/** A place as one environment and cluster have it: all overlays of a base share its documents. */
function placeAround(
  place: string,
  { environment = '', cluster = '' }: DeclaredObject,
): string {
  return `${place}\n${environment}\n${cluster}`;
}

/** Whether Flux v1 updates a HelmRelease, as its annotations say. */
function isAutomated({ annotations }: DeclaredObject): boolean {
  const says = (word: string) =>
    annotations?.[`fluxcd.io/${word}`] ??
    annotations?.[`flux.weave.works/${word}`];
  return says('automated') === 'true' && says('locked') !== 'true';
}

/** All that a release says to Flux v1. */
function annotationsOfFlux({ annotations = {} }: DeclaredObject): string {
  return JSON.stringify(
    Object.entries(annotations).filter(([name]) =>
      /^(filter\.)?flux(cd\.io|\.weave\.works)\//.test(name),
    ),
  );
}

/** An image in values is known to Flux v1 by the key that it stands under, `chart-image` where there is none. */
function filteredBy(
  release: DeclaredObject,
  { kind, key }: VersionPin,
): PinAutomation | undefined {
  const image = /^spec\.values\.(?:([^.]+)\.)?image(\.\w+)?$/.exec(key);
  if (kind !== 'image' || !image || !isAutomated(release)) {
    return undefined;
  }
  const { annotations } = release;
  const container = image[1] ?? 'chart-image';
  const filter = [
    `filter.fluxcd.io/${container}`,
    `flux.weave.works/tag.${container}`,
  ].find(name => annotations?.[name] !== undefined);
  return {
    by: 'flux',
    policy:
      filter === undefined
        ? 'fluxcd.io/automated'
        : `${filter}: ${annotations?.[filter]}`,
  };
}

/** What all of some releases say of a version; nothing where they do not agree, for it may be that of any of them. */
function updatedBy(
  pin: VersionPin,
  [first, ...others]: readonly DeclaredObject[],
): PinAutomation | undefined {
  const automation = first && filteredBy(first, pin);
  return others.every(
    other => filteredBy(other, pin)?.policy === automation?.policy,
  )
    ? automation
    : undefined;
}

const known = new WeakMap<
  DeclaredObject,
  { automations: string; result: DeclaredObject }
>();

const markersOfFiles = ofEveryFile(({ policyMarkers: markers }) => markers);

const watching = perOrigin(() => new ListMemory<DeclaredObject, boolean>());
const releasing = perOrigin(() => new ListMemory<DeclaredObject, boolean>());

/** Tells of versions who keeps them up to date: by markers of Flux in files, its old annotations, Argo CD Image Updater. */
export class PinAutomations {
  readonly #markers = new Map<string, PolicyMarkers>();

  readonly #watching: ListMemory<DeclaredObject, boolean>;
  readonly #releasing: ListMemory<DeclaredObject, boolean>;
  readonly #updaters: readonly UpdatedApplications[];

  constructor(repository: ParsedRepository) {
    for (const { file, made } of markersOfFiles(repository)) {
      this.#markers.set(file.path, made);
    }
    this.#watching = watching(repository);
    this.#releasing = releasing(repository);
    this.#updaters = imageUpdaters(repository).flatMap(({ made }) => made);
  }

  /** Objects with what was found out; those without anything stay the ones they are. */
  ofObjects(objects: DeclaredObject[]): DeclaredObject[] {
    const applications = this.#watching.map(
      objects,
      ({ kind }) => kind === 'Application',
    );
    const watched = watchedImages(
      objects.filter((_, index) => applications[index]),
      this.#updaters,
    );
    const ofFluxV1 = this.#releasing.map(objects, isOperatorRelease);
    // Thousands of overlays of one release mostly say the same of it.
    const releases = new Map<string, DeclaredObject[]>();
    const said = new Set<string>();
    objects.forEach((object, index) => {
      if (ofFluxV1[index]) {
        const place = placeAround(placeKey(object.location), object);
        const key = `${place}\n${annotationsOfFlux(object)}`;
        if (!said.has(key)) {
          said.add(key);
          addTo(releases, place, object);
        }
      }
    });
    if (watched.size === 0 && releases.size === 0 && this.#markers.size === 0) {
      return objects;
    }
    return objects.map((object, index) => {
      const places =
        watched.size + releases.size === 0 ? [] : placesOfEngines(object);
      const lists = places.flatMap(place => watched.get(place) ?? []);
      const updated = ofFluxV1[index]
        ? [object]
        : places.flatMap(
            place => releases.get(placeAround(place, object)) ?? [],
          );
      const automations = object.versions.map(
        pin =>
          this.#markerOf(pin) ??
          watchedBy(pin, lists) ??
          updatedBy(pin, updated),
      );
      if (automations.every(automation => automation === undefined)) {
        return object;
      }
      const key = JSON.stringify(automations);
      const before = known.get(object);
      if (before?.automations === key) {
        return before.result;
      }
      const result = {
        ...object,
        versions: object.versions.map((pin, position) =>
          withAutomation(pin, automations[position]),
        ),
      };
      known.set(object, { automations: key, result });
      return result;
    });
  }

  ofPins(pins: ServicePin[]): ServicePin[] {
    return this.#markers.size === 0
      ? pins
      : pins.map(entry => {
          const automation = this.#markerOf(entry.pin);
          return automation
            ? { ...entry, pin: withAutomation(entry.pin, automation) }
            : entry;
        });
  }

  #markerOf({ evidence }: VersionPin): PinAutomation | undefined {
    return evidence.type === 'file' && evidence.location.line !== undefined
      ? this.#markers.get(evidence.location.path)?.get(evidence.location.line)
      : undefined;
  }
}

function watchedBy(
  { kind, name }: VersionPin,
  lists: ReadonlyMap<string, PinAutomation>[],
): PinAutomation | undefined {
  return kind === 'image' && lists.length > 0
    ? lists
        .map(list => list.get(repositoryOf(name)))
        .find(automation => automation !== undefined)
    : undefined;
}

function withAutomation(
  pin: VersionPin,
  automation: PinAutomation | undefined,
): VersionPin {
  return automation ? { ...pin, automation } : pin;
}
