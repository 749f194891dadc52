import { JsonValue } from '../../../facts';
import { listAt, textAt } from '../../../lib/json';
import { Context, locate } from '../build/context';
import {
  commonAnnotationFields,
  commonLabelFields,
  everyName,
  namespaceFields,
  replicaFields,
  templateLabelFields,
  variableFields,
} from '../knownFields';
import { nameReferences, NameReference } from './nameReferences';
import { FieldSpec, fieldSpecsAt } from './fieldSpecs';

/** The fields that transformers change, by what they do: those that kustomize knows, and what `configurations` add. */
export interface Configuration {
  commonLabels: readonly FieldSpec[];
  templateLabels: readonly FieldSpec[];
  commonAnnotations: readonly FieldSpec[];
  namePrefix: readonly FieldSpec[];
  nameSuffix: readonly FieldSpec[];
  namespace: readonly FieldSpec[];
  images: readonly FieldSpec[];
  replicas: readonly FieldSpec[];
  varReference: readonly FieldSpec[];
  nameReference: readonly NameReference[];
  /** Leaves namespaces that are set. */
  unsetOnly?: boolean;
  /** ServiceAccounts in bindings that get the namespace as well: those called `default` where it is not said. */
  subjects?: string;
}

/** What kustomize knows of itself. */
export const knownConfiguration: Configuration = {
  commonLabels: commonLabelFields,
  templateLabels: templateLabelFields,
  commonAnnotations: commonAnnotationFields,
  namePrefix: everyName,
  nameSuffix: everyName,
  namespace: namespaceFields,
  images: [],
  replicas: replicaFields,
  varReference: variableFields,
  nameReference: nameReferences,
};

const fieldLists = [
  'commonLabels',
  'templateLabels',
  'commonAnnotations',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'images',
  'replicas',
  'varReference',
] as const;

/** Adds to a configuration what another one has beyond it. Those that nothing was added to stay the same. */
export function mergedConfiguration(
  one: Configuration,
  other: Configuration,
): Configuration {
  if (other === knownConfiguration || one === other) {
    return one;
  }
  if (one === knownConfiguration) {
    return other;
  }
  const result = { ...one };
  for (const list of fieldLists) {
    result[list] = [...new Set([...one[list], ...other[list]])];
  }
  result.nameReference = [
    ...new Set([...one.nameReference, ...other.nameReference]),
  ];
  return result;
}

/** The configuration with what the files under `configurations` of a kustomization add. */
export function withConfigurations(
  configuration: Configuration,
  context: Context,
): Configuration {
  let result = configuration;
  listAt(context.kustomization.value, 'configurations').forEach(
    (entry, position) => {
      const path =
        typeof entry === 'string'
          ? locate(entry, ['configurations', position], context)
          : undefined;
      const file =
        path === undefined ? undefined : context.repository.file(path);
      if (path === undefined || !file) {
        context.partial.push('a configuration was not read');
        return;
      }
      context.files.add(path);
      for (const { value } of file.documents) {
        result = withFields(result, value);
      }
    },
  );
  return result;
}

function withFields(before: Configuration, value: JsonValue): Configuration {
  const result = { ...before };
  for (const list of fieldLists) {
    result[list] = [...before[list], ...fieldSpecsAt(value, list)];
  }
  result.nameReference = [
    ...before.nameReference,
    ...listAt(value, 'nameReference').map(entry => ({
      group: textAt(entry, 'group'),
      version: textAt(entry, 'version'),
      kind: textAt(entry, 'kind'),
      fields: fieldSpecsAt(entry, 'fieldSpecs'),
    })),
  ];
  return result;
}
