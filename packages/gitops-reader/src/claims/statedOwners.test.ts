import { codeownersSubject, statedOwners } from './statedOwners';

const codeowners = `# who
*  @acme/platform
/apps/cart/ @acme/checkout @jo
/docs/
/apps/cart/ @acme/payments
[Data]
*.sql @acme/data
`;

it.each([
  [
    'CODEOWNERS, of two lines with one pattern the later one',
    '.github/CODEOWNERS',
    codeowners.split('[')[0],
    { '*': '@acme/platform', '/apps/cart/': '@acme/payments', '/docs/': '' },
  ],
  ['CODEOWNERS where no host reads it', 'apps/CODEOWNERS', codeowners, {}],
  [
    'OWNERS, by directory and filter',
    'a/OWNERS',
    'filters:\n  ".*": {approvers: [x, y]}\n  "\\\\.md$": {approvers: [docs]}\n',
    { a: 'x y', 'a (\\.md$)': 'docs' },
  ],
  ['OWNERS at the root', 'OWNERS', 'approvers: [root]', { '': 'root' }],
  [
    'an entity of the catalog',
    'cart/catalog-info.yaml',
    'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: cart}\nspec: {owner: payments}\n',
    { cart: 'payments' },
  ],
  ['a file that does not parse', 'OWNERS', '[', {}],
  ['any other file', 'a/owners.yaml', 'approvers: [x]', {}],
])('tells whom a file names: %s', async (_, path, text, expected) => {
  const stated = await statedOwners(path, text, { repository: 'acme/app' });
  expect(
    Object.fromEntries(
      stated.map(({ subject, owners }) => [subject, owners.join(' ')]),
    ),
  ).toEqual(expected);
});

it('names the rule of a line with its section', () => {
  expect(codeownersSubject(codeowners, 7, 'gitlab')).toBe('[data] *.sql');
  expect(codeownersSubject(codeowners, 3)).toBe('/apps/cart/');
  expect(codeownersSubject(codeowners, 1)).toBeUndefined();
});
