import { JsonValue } from '../../facts';
import { perFile } from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { isDocumentFile } from '../../files/parseFile';
import { joinPath } from '../../files/treePaths';
import { Chart, familyOf } from './charts';
import { libraryDefines } from './commonLibrary';
import { Installed, valuesOf } from './releases';
import {
  RenderedCache,
  RenderedObject,
  renderedObjects,
} from './template/documents';
import { Node, parseTemplate, Template } from './template/parse';
import { Budget, Renderer } from './template/render';
import {
  ChartFile,
  ChartFiles,
  copyOf,
  mapOf,
  unknown,
  Value,
  ValueMap,
} from './template/value';

/** Larger templates are generated, and hold no more than their kinds. */
const longestTemplate = 500_000;

/** The parts of a template; undefined for what is none. */
const templateOf = perFile((file): Template | undefined => {
  if (file.text === undefined || file.text.length > longestTemplate) {
    return undefined;
  }
  try {
    return parseTemplate(file.text);
  } catch {
    return undefined;
  }
});

/** What documents of a template were read as, for as long as the template stays. */
const keptOf = perFile((): RenderedCache => new Map());

/** Values that a template names: `image.tag`, `worker.image`. */
export const valuesNamedIn = perFile(file => {
  const names = new Set<string>();
  for (const match of (file.text ?? '').matchAll(/\.Values\.([\w.]+)/g)) {
    names.add(match[1]);
  }
  return names;
});

/** Objects of one template. */
export interface RenderedTemplate {
  path: string;
  objects: RenderedObject[];
  /** Files of YAML in the chart that it asked for. */
  asked: string[];
}

/** What came of rendering a chart. */
export interface RenderedChart {
  templates: RenderedTemplate[];
  /** Templates that are not understood. */
  failed: string[];
}

const helpers = new WeakMap<Chart, Map<string, Node[]>>();

/** Renders the templates of a chart for one release of it. */
export function renderChart(
  chart: Chart,
  release: Installed,
  repository: ParsedRepository,
  budget: Budget,
  /** Templates that are wanted. */
  isWanted: (path: string) => boolean = () => true,
): RenderedChart {
  const asked = new Set<string>();
  const files = new ChartFiles(path => {
    const file = fileOf(chart, path, repository);
    if (file instanceof ChartFile) {
      asked.add(file.file.path);
    }
    return file;
  });
  const renderer = new Renderer({
    root: rootOf(chart, release, files, repository),
    defines: definesOf(chart, repository),
    closed: release.closed,
    budget,
  });
  const templates: RenderedTemplate[] = [];
  const failed: string[] = [];
  for (const path of chart.templates.filter(isWanted)) {
    const file = repository.files.get(path);
    const template = file && templateOf(file, repository);
    asked.clear();
    try {
      if (template) {
        const chunks = renderer.render(template);
        templates.push({
          path,
          objects: renderedObjects(chunks, keptOf(file, repository)),
          asked: [...asked],
        });
      } else {
        failed.push(path);
      }
    } catch {
      // Out of its budget, or out of the stack.
      failed.push(path);
    }
  }
  return { templates, failed };
}

function rootOf(
  chart: Chart,
  release: Installed,
  files: ChartFiles,
  repository: ParsedRepository,
): ValueMap {
  const text = (value: string | undefined): Value => value ?? unknown;
  const meta = repository.files.get(chart.file)?.documents[0]?.value;
  return mapOf([
    ['Values', copyOf(valuesOf(release, repository))],
    ['Chart', chartMeta(meta, release.alias ?? chart.name)],
    [
      'Release',
      mapOf([
        ['Name', text(release.name)],
        ['Namespace', text(release.namespace)],
        ['Service', 'Helm'],
        ['IsInstall', unknown],
        ['IsUpgrade', unknown],
        ['Revision', unknown],
      ]),
    ],
    ['Capabilities', unknown],
    [
      'Template',
      mapOf([
        ['BasePath', 'templates'],
        ['Name', unknown],
      ]),
    ],
    ['Files', files],
    ['Subcharts', unknown],
  ]);
}

/** Chart.yaml as templates see it, with its keys in capitals. */
function chartMeta(meta: JsonValue | undefined, name: string): Value {
  const map = mapOf();
  if (typeof meta === 'object' && meta !== null && !Array.isArray(meta)) {
    for (const key of Object.keys(meta)) {
      map[`${key[0]?.toUpperCase()}${key.slice(1)}`] = copyOf(meta[key]);
    }
  }
  map.Name = name;
  return map;
}

/** Named templates of the chart, of the charts it holds and of those that hold it: Helm knows them all by name. */
function definesOf(
  chart: Chart,
  repository: ParsedRepository,
): Map<string, Node[]> {
  let defines = helpers.get(chart);
  if (!defines) {
    defines = new Map();
    // A part may use what the chart that holds it defines; its own comes last, and wins.
    const family = [...chart.parents, ...familyOf(chart), chart];
    for (const each of family) {
      for (const [name, body] of libraryDefines(each, repository)) {
        defines.set(name, body);
      }
    }
    for (const { helpers: files, templates } of family) {
      for (const path of [...files, ...templates]) {
        const file = repository.files.get(path);
        const template = file && templateOf(file, repository);
        for (const [name, body] of template?.defines ?? []) {
          defines.set(name, body);
        }
      }
    }
    helpers.set(chart, defines);
  }
  return defines;
}

/** `.Files.Get`: a file of the chart. A file that is not there is empty, as Helm has it. */
function fileOf(
  chart: Chart,
  path: string,
  repository: ParsedRepository,
): Value {
  const whole = joinPath(chart.directory, path);
  if (
    whole === undefined ||
    !(chart.directory === '' || whole.startsWith(`${chart.directory}/`))
  ) {
    return '';
  }
  const file = repository.files.get(whole);
  if (!file) {
    return repository.paths.has(whole) ? unknown : '';
  }
  if (isDocumentFile(whole)) {
    return new ChartFile(file);
  }
  return file.text ?? unknown;
}
