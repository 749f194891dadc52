import { JsonObject, JsonValue } from '../../../facts';
import { compact, isObject, listAt, textAt, valueAt } from '../../../lib/json';
import { LineTree, ParsedFile, YamlDocument } from '../../reader';
import {
  Configuration,
  knownConfiguration,
} from '../transformers/configuration';
import { Context } from '../build/context';
import { fieldSpecsAt } from '../transformers/fieldSpecs';

/** An object under `transformers` or `generators`. */
export interface Plugin {
  value: JsonValue;
  lines: LineTree;
  file: ParsedFile;
}

/** Fields of a kustomization that mean the same, and the place of each in the plugin. */
interface Meaning {
  value: JsonObject;
  lines: (at: (...path: string[]) => LineTree) => {
    [field: string]: LineTree;
  };
  configuration?: Partial<Configuration>;
}

/**
 * The context in which a plugin that kustomize brings along is a kustomization of one field; undefined for all others,
 * which are programs of their own.
 */
export function asKustomization(
  { value, lines, file }: Plugin,
  context: Context,
): Context | undefined {
  const meaning =
    textAt(value, 'apiVersion') === 'builtin' && isObject(value)
      ? meaningOf(value)
      : undefined;
  if (!meaning) {
    return undefined;
  }
  const line = typeof lines === 'number' ? lines : lines.at;
  const tree: LineTree = {
    at: line,
    of: meaning.lines((...path) => linesAt(lines, path)),
  };
  const document: YamlDocument = { value: meaning.value, lines: tree, line };
  return {
    ...context,
    kustomization: {
      ...context.kustomization,
      file,
      document,
      value: meaning.value,
      foreign: true,
    },
    configuration: { ...knownConfiguration, ...meaning.configuration },
  };
}

function linesAt(lines: LineTree, path: string[]): LineTree {
  let at = lines;
  for (const step of path) {
    const below: LineTree | undefined =
      typeof at === 'object' && !Array.isArray(at.of) ? at.of[step] : undefined;
    if (below === undefined) {
      break;
    }
    at = below;
  }
  return at;
}

/** A list of one, and where it stands. */
const single = (lines: LineTree): LineTree => ({
  at: typeof lines === 'number' ? lines : lines.at,
  of: [lines],
});

function meaningOf(plugin: JsonObject): Meaning | undefined {
  const fields = fieldSpecsAt(plugin, 'fieldSpecs');
  const one = (
    field: string,
    from: string,
    configuration?: Partial<Configuration>,
  ): Meaning => ({
    value: compact<JsonObject>({ [field]: valueAt(plugin, from) }),
    lines: at => ({ [field]: at(from) }),
    configuration,
  });
  const whole = (field: string, value: JsonObject): Meaning => ({
    value: { [field]: [compact(value)] },
    lines: at => ({ [field]: single(at()) }),
  });
  const named = {
    ...plugin,
    name: textAt(plugin, 'metadata', 'name'),
    namespace: textAt(plugin, 'metadata', 'namespace'),
  };
  switch (plugin.kind) {
    case 'PrefixTransformer':
      return one('namePrefix', 'prefix', { namePrefix: fields });
    case 'SuffixTransformer':
      return one('nameSuffix', 'suffix', { nameSuffix: fields });
    case 'PrefixSuffixTransformer':
      return {
        value: compact<JsonObject>({
          namePrefix: valueAt(plugin, 'prefix'),
          nameSuffix: valueAt(plugin, 'suffix'),
        }),
        lines: at => ({ namePrefix: at('prefix'), nameSuffix: at('suffix') }),
        configuration: { namePrefix: fields, nameSuffix: fields },
      };
    case 'LabelTransformer':
      return one('commonLabels', 'labels', { commonLabels: fields });
    case 'AnnotationsTransformer':
      return one('commonAnnotations', 'annotations', {
        commonAnnotations: fields,
      });
    case 'NamespaceTransformer':
      return {
        value: compact<JsonObject>({
          namespace:
            textAt(plugin, 'metadata', 'namespace') ??
            textAt(plugin, 'namespace'),
        }),
        lines: at => ({ namespace: at('metadata', 'namespace') }),
        configuration: {
          namespace: fields.filter(
            ({ path }) => !/^metadata\/(name|namespace)$/.test(path.join('/')),
          ),
          unsetOnly: textAt(plugin, 'unsetOnly') === 'true',
          subjects: textAt(plugin, 'setRoleBindingSubjects'),
        },
      };
    case 'ImageTagTransformer':
      return {
        value: { images: [plugin.imageTag ?? null] },
        lines: at => ({ images: single(at('imageTag')) }),
        configuration: { images: fields },
      };
    case 'ReplicaCountTransformer':
      return {
        value: { replicas: [plugin.replica ?? null] },
        lines: at => ({ replicas: single(at('replica')) }),
        configuration: { replicas: fields },
      };
    case 'PatchTransformer':
      return whole('patches', plugin);
    case 'PatchJson6902Transformer':
      return whole('patchesJson6902', { ...plugin, patch: plugin.jsonOp });
    case 'PatchStrategicMergeTransformer':
      return {
        value: {
          patchesStrategicMerge: [
            ...listAt(plugin, 'paths'),
            ...[textAt(plugin, 'patches')].filter(text => text !== undefined),
          ],
        },
        lines: at => ({ patchesStrategicMerge: at('paths') }),
      };
    case 'ReplacementTransformer':
      return one('replacements', 'replacements');
    case 'ConfigMapGenerator':
      return whole('configMapGenerator', named);
    case 'SecretGenerator':
      return whole('secretGenerator', named);
    case 'HelmChartInflationGenerator':
      // Once it had the fields of the older list.
      return whole(
        plugin.chartName === undefined
          ? 'helmCharts'
          : 'helmChartInflationGenerator',
        plugin,
      );
    default:
      return undefined;
  }
}
