import { sortContacts } from './contacts';

it('puts the quickest contact first and each place once', () => {
  expect(
    sortContacts([
      { type: 'email', value: 'p@acme.example' },
      {
        type: 'url',
        value: 'P@acme.example',
        url: 'mailto:p@acme.example',
      },
      { type: 'oncall', value: 'payments-primary' },
      {
        type: 'oncall',
        value: 'Rota',
        url: 'https://oncall.acme.example',
      },
      { type: 'url', value: 'Again', url: 'https://oncall.acme.example' },
    ]).map(({ value }) => value),
  ).toEqual(['Rota', 'payments-primary', 'p@acme.example']);
});
