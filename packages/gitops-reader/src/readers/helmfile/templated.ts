import { JsonValue } from '../../facts';
import { RenderedText, renderedText } from '../helm/template/text';
import { parseTemplate } from '../helm/template/parse';
import { Budget, Renderer } from '../helm/template/render';
import { TemplateFunction } from '../helm/template/functions';
import {
  copyOf,
  isMap,
  mapOf,
  member,
  unknown,
  Value,
} from '../helm/template/value';

/** What templates of a helmfile see. */
export interface HelmfileContext {
  /** Undefined while only the names of environments are looked for. */
  environment: string | undefined;
  values: Value;
  release?: {
    name: string;
    namespace?: string;
    chart?: string;
    labels?: JsonValue;
  };
  budget: Budget;
}

/** `get "a.b" [default] .Values`, and the other way round as sprig has it. */
const get: TemplateFunction = args => {
  const map = args[args.length - 1];
  const [path, fallback] = args;
  if (typeof path !== 'string' || !isMap(map)) {
    return isMap(path) && typeof map === 'string' ? member(path, map) : unknown;
  }
  const found = path.split('.').reduce<Value>(member, map);
  return found === null && args.length > 2 ? fallback : found;
};

const functions: ReadonlyMap<string, TemplateFunction> = new Map<
  string,
  TemplateFunction
>([
  ['get', get],
  ['getOrNil', get],
]);

/** Renders a text of a helmfile. Undefined for what is no template. */
export function renderHelmfileText(
  text: string,
  { environment, values, release, budget }: HelmfileContext,
): RenderedText | undefined {
  try {
    const template = parseTemplate(text);
    const renderer = new Renderer({
      root: mapOf([
        ['Values', values],
        ['StateValues', values],
        [
          'Environment',
          mapOf([
            ['Name', environment ?? unknown],
            ['Values', values],
            ['KubeContext', unknown],
          ]),
        ],
        ['Namespace', unknown],
        [
          'Release',
          release
            ? mapOf([
                ['Name', release.name],
                ['Namespace', release.namespace ?? unknown],
                ['Chart', release.chart ?? unknown],
                ['Labels', copyOf(release.labels ?? unknown)],
              ])
            : unknown,
        ],
      ]),
      defines: template.defines,
      closed: true,
      functions,
      budget,
    });
    return renderedText(renderer.render(template));
  } catch {
    return undefined;
  }
}

/** A short text: a path, a flag. Undefined when it holds anything unknown. */
export function renderHelmfileWord(
  text: string,
  context: HelmfileContext,
): string | undefined {
  if (!text.includes('{{')) {
    return text;
  }
  const rendered = renderHelmfileText(text, context);
  return rendered === undefined || !rendered.sure ? undefined : rendered.text;
}
