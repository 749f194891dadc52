import { Answer } from '@plumbline/plugin-plumbline-common';
import { sampleNothing } from '@plumbline/plugin-plumbline-react/testUtils';
import { EntityEvidence, evidenceOf } from './evidenceOf';

const at = 'apps/web';
const repository = 'acme/app-config';

function object(name: string, more: object = {}) {
  return {
    type: 'object' as const,
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name,
    reasons: [],
    confidence: 'likely' as const,
    ...more,
  };
}

function named(name: string, path?: string, more: object = {}): Answer {
  return {
    ...sampleNothing,
    subject: object(name, more),
    config: path ? [{ role: 'manifest', repository, revision: 'a', path }] : [],
  };
}

const below: Answer = {
  ...sampleNothing,
  subject: { type: 'path', repository, path: at },
};
const clash: Answer = {
  ...sampleNothing,
  candidates: ['web', 'web', 'web-db'].map(name => ({
    subject: object(name),
    owners: [],
    query: name,
  })),
};

function shown({ answer, guess, several }: EntityEvidence): string {
  const subject = answer?.subject ?? guess?.subject;
  return [
    answer ? 'of' : '',
    guess ? 'guess of' : '',
    several ? `several: ${several.length}` : '',
    subject?.type === 'object' ? subject.name : '',
    subject?.type === 'path' ? subject.path : '',
  ]
    .filter(Boolean)
    .join(' ');
}

describe('evidenceOf', () => {
  it.each<
    [what: string, byName: Answer, byPath: Answer | undefined, expected: string]
  >([
    ['what is called so', named('Web'), undefined, 'of Web'],
    [
      'what holds the name',
      named('web-frontend', undefined, { confidence: 'guess' }),
      undefined,
      'guess of web-frontend',
    ],
    [
      'what may be called so',
      named('web', undefined, { confidence: 'guess' }),
      undefined,
      'guess of web',
    ],
    [
      'a team of that name',
      {
        ...sampleNothing,
        subject: { type: 'team', team: 'group:default/web' },
      },
      undefined,
      'guess of',
    ],
    ['several', clash, undefined, 'several: 2'],
    ['nothing', sampleNothing, undefined, ''],
    [
      'a workload from its files',
      named('web', `${at}/a.yaml`),
      below,
      'of web',
    ],
    [
      'a workload from elsewhere',
      named('web', 'apps/web-intranet/a.yaml'),
      below,
      `of ${at}`,
    ],
    ['files alone', sampleNothing, below, `of ${at}`],
    ['files that were not read', named('web'), sampleNothing, 'of web'],
    [
      'files of a path that ends alike',
      sampleNothing,
      { ...below, subject: { type: 'path', repository, path: `old/${at}` } },
      '',
    ],
  ])('%s', (_, byName, byPath, expected) => {
    const questions = { name: 'web', path: `${repository}:${at}` };
    expect(shown(evidenceOf(questions, byName, byPath))).toBe(expected);
  });
});
