import { PinnedText } from './PinnedText';

const overlay = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - https://github.com/acme/base//cart?ref=4f2c9d1
images:
  - name: ghcr.io/acme/proxy
    newTag: '1.10'
  - name: ghcr.io/acme/cart
    newTag: 1.10
`;
const deployment = `kind: Service
metadata: { name: cart }
---
kind: Deployment
metadata: { name: cart }
spec:
  template:
    spec:
      containers:
        - name: main
          image: ghcr.io/acme/cart:1.2.0@sha256:00ff
`;

describe('PinnedText', () => {
  it.each<
    [
      what: string,
      text: string,
      line: number,
      value: string,
      other: string,
      expected: string | undefined,
    ]
  >([
    [
      'numbers keep their text, items move',
      overlay,
      9,
      '1.10',
      `images:
  - newTag: 1.20
    name: ghcr.io/acme/cart
`,
      '1.20',
    ],
    ['an item that is not there', overlay, 9, '1.10', 'images: []', undefined],
    [
      'a part of a text, by what comes before it',
      overlay,
      4,
      '4f2c9d1',
      `resources: [other, 'https://github.com/acme/base//cart?ref=aaaaaaa']`,
      'aaaaaaa',
    ],
    [
      'one document of several',
      deployment,
      11,
      '1.2.0',
      deployment
        .replace('1.2.0', '1.1.0')
        .replace('kind: Service', 'kind: ConfigMap'),
      '1.1.0',
    ],
    [
      'an image under another name',
      deployment,
      11,
      '1.2.0',
      deployment.replace('ghcr.io/acme/cart:1.2.0@sha256:00ff', 'cart:0.9'),
      '0.9',
    ],
    [
      'a file that holds nothing but the version',
      'image_tag: v749\n',
      1,
      'v749',
      'image_tag: v1\npromote: true\n',
      'v1',
    ],
    [
      'keys with spaces and slashes',
      'charts:\n  "https://x.example/charts prometheus": "88.3.0"\n',
      2,
      '88.3.0',
      'charts:\n  "https://x.example/charts prometheus": "82.1.0"\n',
      '82.1.0',
    ],
    [
      'a template that does not parse',
      '{{- if .x }}\nspec:\n  - {{ .y }}: a\n  version: "1.0.0"\n{{ end }}\n: :\n - [',
      4,
      '1.0.0',
      '{{- if .x }}\n version: "0.9.0"\n - [',
      '0.9.0',
    ],
    ['another shape altogether', overlay, 9, '1.10', '- a\n- b\n', undefined],
    ['nothing at all', overlay, 9, '1.10', '', undefined],
  ])('%s', (_, text, line, value, other, expected) => {
    const pinned = new PinnedText(text);
    const locator = pinned.locate(line, value);
    expect(locator).toBeDefined();
    expect(locator && pinned.valueAt(locator)).toBe(value);
    expect(locator && new PinnedText(other).valueAt(locator)).toBe(expected);
  });

  it.each([
    ['a value that is not on the line', overlay, 2, '1.10'],
    ['a line beyond the end', overlay, 200, '1.10'],
    ['no value', overlay, 9, ''],
    ['two lines that look alike', '{{ x }}\ntag: 1\ntag: 2\n[', 2, '1'],
  ])('knows nothing of %s', (_, text, line, value) =>
    expect(new PinnedText(text).locate(line, value)).toBeUndefined(),
  );
});
