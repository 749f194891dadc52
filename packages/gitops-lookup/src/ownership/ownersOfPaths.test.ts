import { Claim, servicesOf, VersionPin } from '@plumbline/gitops-reader';
import { createLookup } from '../lookup/createLookup';
import { MemoryIndex } from '../memory/MemoryIndex';
import { declaredObject, repositoryFacts } from '../testUtils';
import { ownersOfPaths, ownersOfService } from './ownersOfPaths';
import { TeamDirectory } from './TeamDirectory';

const repository = 'acme/app-config';
const directory = new TeamDirectory([]);

/** `kind namespace/name line labels`: the label of the same object in several environments after a slash. */
function factsOf(objects: string[], codeowners?: string) {
  return repositoryFacts({
    repository,
    objects: objects.flatMap(text => {
      const [kind, name, line, labels = ''] = text.split(' ');
      return labels.split('/').map(team => {
        const object = declaredObject(
          kind,
          name,
          `${repository}:k/all.yaml:${line}`,
        );
        const claims: Claim[] = team
          ? [
              {
                source: 'object-label',
                raw: team,
                evidence: { type: 'file', location: object.location },
              },
            ]
          : [];
        const version: VersionPin = {
          kind: 'image',
          name: `acme/${object.name}`,
          value: '1',
          evidence: { type: 'file', location: object.location },
          key: 'image',
        };
        return { ...object, claims, versions: [version] };
      });
    }),
    ownership: {
      repositoryClaims: [],
      ...(codeowners && {
        codeowners: { path: 'CODEOWNERS', text: codeowners },
      }),
    },
  });
}

const two = ['Deployment shop/aa 1 alpha', 'Secret shop/bb 6 beta'];
const one = ['Deployment shop/aa 1 alpha', 'Secret shop/bb 6'];
const other = ['Deployment shop/aa 1', 'Secret shop/bb 6 beta'];
const gamma = '* @acme/gamma\n';

describe('owners of lines', () => {
  it.each<[string, string[], string | undefined, number | undefined, string]>([
    ['the first object', two, undefined, 1, 'alpha'],
    ['a line within the first object', two, undefined, 5, 'alpha'],
    ['the second object', two, undefined, 6, 'beta'],
    ['a line within the second object', two, undefined, 99, 'beta'],
    ['all of a file that disagrees', two, undefined, undefined, ''],
    ['one without a label, beside one with', one, undefined, 6, ''],
    ['one with a label, beside one without', other, undefined, 7, 'beta'],
    ['one without a label before one with', other, undefined, 2, ''],
    ['one without a label, by CODEOWNERS', one, gamma, 6, 'gamma'],
    ['one with a label, before CODEOWNERS', one, gamma, 3, 'alpha'],
    ['all of a file, by CODEOWNERS', one, gamma, undefined, 'gamma'],
    ['a line before all objects', ['Secret bb 6 beta'], undefined, 2, 'beta'],
    [
      'a file whose objects agree',
      [two[0], 'Secret b 6 team-alpha'],
      gamma,
      undefined,
      'alpha',
    ],
    [
      'what all environments say',
      ['Secret bb 6 beta/team-beta'],
      gamma,
      6,
      'beta',
    ],
    ['what one environment says', ['Secret bb 6 beta/'], gamma, 6, 'gamma'],
  ])('%s', async (_, objects, codeowners, line, team) => {
    const facts = factsOf(objects, codeowners);
    const { owners } = ownersOfPaths(facts, directory)('k/all.yaml', line);
    const expected = team ? [`group:default/${team}`] : [];
    expect(owners.map(owner => owner.team)).toEqual(expected);
    // The same as is answered when somebody asks.
    const index = new MemoryIndex();
    index.addRepository(facts);
    const asked = line === undefined ? '' : `:${line}`;
    const answer = await createLookup({ index }).answer(
      `${repository}:k/all.yaml${asked}`,
    );
    expect(answer.owners.map(owner => owner.team)).toEqual(expected);
  });

  it('lends no service the label of another object in its file', () => {
    const facts = factsOf([...one, 'Deployment shop/cc 12']);
    const owners = servicesOf(facts).map(service => [
      service.name,
      ...ownersOfService(service, facts, directory).owners.map(
        ({ team }) => team,
      ),
    ]);
    expect(owners).toEqual([['aa', 'group:default/alpha'], ['bb'], ['cc']]);
  });
});
