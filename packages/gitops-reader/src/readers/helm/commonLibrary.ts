import { listAt, textAt } from '../../lib/json';
import { ParsedRepository } from '../reader';
import { Chart } from './charts';
import { Node, parseTemplate } from './template/parse';

/** How the library chart of Bitnami calls objects: as `helm create` has it, under names of its own. */
const names = parseTemplate(`
{{- define "common.names.name" -}}
{{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end -}}
{{- define "common.names.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{ .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains $name .Release.Name -}}
{{ .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end -}}
{{- end -}}
{{- define "common.names.namespace" -}}
{{ default .Release.Namespace .Values.namespaceOverride | trunc 63 | trimSuffix "-" }}
{{- end -}}
`).defines;

/** Named templates of library charts of elsewhere that a chart depends on, as far as they give names. */
export function libraryDefines(
  { file }: Chart,
  { files }: ParsedRepository,
): Iterable<[string, Node[]]> {
  const dependsOnIt = listAt(
    files.get(file)?.documents[0]?.value,
    'dependencies',
  ).some(
    entry =>
      textAt(entry, 'name') === 'common' &&
      /bitnami/.test(textAt(entry, 'repository') ?? ''),
  );
  return dependsOnIt ? names : [];
}
