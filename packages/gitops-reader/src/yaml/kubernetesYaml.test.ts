import { parseKubernetesYaml } from './kubernetesYaml';

const pod = (name: string, indent = '') =>
  ['apiVersion: v1', 'kind: Pod', 'metadata:', `  name: ${name}`]
    .map(line => `${indent}${line}`)
    .join('\n');
const item = (text: string, indent = '  ') =>
  `${indent.slice(2)}- ${text.slice(indent.length)}`;

function names(text: string) {
  const { objects, skipped } = parseKubernetesYaml('cluster.yaml', text);
  return {
    names: objects.map(({ metadata }) => (metadata as { name: string }).name),
    skipped: skipped.map(({ reason }) => reason),
  };
}

describe('parseKubernetesYaml', () => {
  it.each([
    ['a document', pod('a'), ['a']],
    ['documents', `---\n${pod('a')}\n---\n${pod('b')}\n`, ['a', 'b']],
    [
      'a list as kubectl prints it',
      `apiVersion: v1\nitems:\n${item(pod('a', '  '))}\n${item(pod('b', '  '))}\nkind: List\nmetadata:\n  resourceVersion: ""\n`,
      ['a', 'b'],
    ],
    [
      'an indented list',
      `apiVersion: v1\nkind: List\nitems:\n${item(pod('a', '    '), '    ')}\n${item(pod('b', '    '), '    ')}\n`,
      ['a', 'b'],
    ],
    [
      'lists after one another',
      `apiVersion: v1\nitems:\n${item(pod('a', '  '))}\nkind: List\n---\napiVersion: v1\nitems:\n${item(pod('b', '  '))}\nkind: List\n`,
      ['a', 'b'],
    ],
    [
      'a list of one kind',
      'apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: a}\n',
      ['a'],
    ],
    ['an empty list', 'apiVersion: v1\nitems: []\nkind: List\n', []],
    [
      'JSON',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } }],
      }),
      ['a'],
    ],
    ['nothing', '', []],
    ['something else', 'error: You must be logged in to the server', []],
  ])('reads %s', (_, text, expected) => {
    expect(names(text)).toEqual({ names: expected, skipped: [] });
  });

  it('loses no more than the object that does not parse', () => {
    const text = `apiVersion: v1\nitems:\n${item(pod('a', '  '))}\n- kind: [\n${item(pod('b', '  '))}\nkind: List\n`;
    expect(names(text)).toEqual({
      names: ['a', 'b'],
      skipped: [expect.stringMatching(/^line 8: does not parse as YAML/)],
    });
  });

  it('reads a text of any size, and is not confused by what looks like an item', () => {
    const note = 'x'.repeat(1000);
    const items = Array.from(
      { length: 8000 },
      (_, at) =>
        `${item(pod(`p${at}`, '  '))}\n  spec:\n    note: |\n      - apiVersion: v1\n      ---\n      ${note}\n`,
    ).join('');
    const { names: found, skipped } = names(
      `apiVersion: v1\nitems:\n${items}kind: List\n`,
    );
    expect(skipped).toEqual([]);
    expect(found).toHaveLength(8000);
  });

  it.each([
    [
      'YAML',
      (value: string) =>
        `apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: s}\n  data: {a: ${value}}\nkind: List\n`,
    ],
    [
      'JSON',
      (value: string) =>
        JSON.stringify({
          items: [
            {
              apiVersion: 'v1',
              kind: 'Secret',
              metadata: {
                name: 's',
                annotations: {
                  'kubectl.kubernetes.io/last-applied-configuration': value,
                },
              },
              data: { a: value },
            },
          ],
          kind: 'List',
        }),
    ],
  ])('cuts off secret values in %s', (_, text) => {
    const value = Buffer.from('hunter2-hunter2').toString('base64');
    const { objects } = parseKubernetesYaml('a', text(value));
    expect(objects).toHaveLength(1);
    expect(JSON.stringify(objects)).not.toContain(value);
    expect(Object.keys(objects[0].data as object)).toEqual(['a']);
  });
});
