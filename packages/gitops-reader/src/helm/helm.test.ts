import { JsonObject } from '../facts';
import { parsedFiles, pinsOf } from '../parsedFiles';
import { helmReader } from './reader';
import { staticObjects } from './templates';
import { valuesImages } from './valuesImages';

describe('images in values', () => {
  it.each<[string, JsonObject, unknown[]]>([
    [
      'parts of an image',
      { image: { registry: 'r.example', repository: 'a/b', tag: 41 } },
      [{ name: 'r.example/a/b', version: '41', path: ['image', 'tag'] }],
    ],
    [
      'a digest',
      { web: { image: { repository: 'a', digest: 'sha256:00' } } },
      [{ name: 'a', version: 'sha256:00', path: ['web', 'image', 'digest'] }],
    ],
    [
      'a tag alone',
      { image: { tag: 'v2' } },
      [{ version: 'v2', holder: 'image' }],
    ],
    [
      'a whole reference',
      { sidecarImage: 'r.example:5000/x:1', image: 'untagged' },
      [{ name: 'r.example:5000/x', version: '1' }],
    ],
    [
      'lists',
      { jobs: [{ image: { repository: 'a', tag: 'b' } }] },
      [{ path: ['jobs', 0, 'image', 'tag'] }],
    ],
    [
      'what is no image',
      {
        tag: 'x',
        git: { repository: 'https://github.com/a/b', tag: 'v1' },
        image: [],
        imagePullPolicy: 'Always',
      },
      [],
    ],
  ])('%s', (_, values, expected) => {
    expect(valuesImages(values)).toMatchObject(expected);
  });
});

describe('objects of templates', () => {
  const names = { chart: 'web', release: 'web-prod' };
  it.each<[string, string, string[]]>([
    [
      'a plain name',
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n',
      ['Service web 1'],
    ],
    [
      'names of release and chart',
      'apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n    name: no\n  name: "{{ .Release.Name }}-{{- .Chart.Name }}"\n',
      ['Service web-prod-web 1'],
    ],
    [
      'a name that is computed',
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ include "x" . }}\n',
      [],
    ],
    [
      'a document that is repeated',
      '{{- range .Values.all }}\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\n{{- end }}',
      [],
    ],
    [
      'branches that disagree',
      'apiVersion: v1\nkind: {{ .x }}\nkind: Service\nmetadata:\n  name: web\n',
      [],
    ],
    [
      'several documents',
      '# comment\n---\napiVersion: v1\nkind: A\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: B\nmetadata:\n  name: b\n',
      ['A a 3', 'B b 8'],
    ],
    ['no object', 'just text', []],
  ])('%s', (_, text, expected) => {
    expect(
      staticObjects(text, names).map(
        ({ kind, name, line }) => `${kind} ${name} ${line}`,
      ),
    ).toEqual(expected);
  });
});

it('reads a chart that nobody here deploys once for each values file of an environment', () => {
  const { objects = [], consumed } = helmReader.read(
    parsedFiles({
      'c/Chart.yaml': 'name: web\nappVersion: "9"\n',
      'c/values.yaml':
        'image: {repository: ghcr.io/a/web}\nother: {image: {repository: x, tag: y}}\n',
      'c/values-staging.yaml': 'image:\n  tag: "2"\n',
      'c/values-prod.yaml': 'image:\n  tag: "1"\n',
      'c/templates/web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec: {{ .Values.image.tag }}\n',
    }),
  );
  expect(objects.map(object => [object.environment, pinsOf(object)])).toEqual([
    ['staging', ['ghcr.io/a/web=2 c/values-staging.yaml:2 image.tag']],
    ['production', ['ghcr.io/a/web=1 c/values-prod.yaml:2 image.tag']],
  ]);
  expect([...(consumed ?? [])]).toEqual(['c/templates/web.yaml']);
});
