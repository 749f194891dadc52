import { who } from './plumbline.mjs';

/** `@acme/payments`, `group:default/payments`, `team-payments` name one team. */
function teamKey(mark) {
  const name = mark.toLowerCase().split('/').at(-1);
  const slug = name.replace(/[^a-z0-9.]+/g, '-').replace(/^-+|-+$/g, '');
  return slug.replace(/^(team|squad)-/, '').replace(/-(team|squad)$/, '');
}

const sameTeams = (one, other) => {
  const keys = teams => [...new Set(teams.map(teamKey))].sort().join();
  return keys(one) === keys(other);
};

/** Ways to ask one thing, the most telling first. */
function questionsOf(item, repository) {
  const object = [item.kind, item.namespace, item.name].join('/');
  const narrowed = item.env ? `${object} env=${item.env}` : object;
  const ofNamespace = item.kind === 'Namespace' && `Namespace/${item.name}`;
  return [
    ...(item.name ? [ofNamespace || narrowed] : []),
    ...(item.path ? [`${repository}:${item.path}`] : []),
  ];
}

/** Owners that `plumbline who` names, beside those that are known. Nobody where nobody owns is right; a guess there is wrong. */
export async function ownership(truth, report, checkout) {
  const asked = truth.ownership.flatMap(item =>
    questionsOf(item, report.repository).map(question => ({ item, question })),
  );
  const answers = await who(
    checkout,
    asked.map(({ question }) => question),
  );
  const verdicts = truth.ownership.map(item => {
    const own = answers.filter((_, at) => asked[at].item === item);
    const answer = own.find(({ owners }) => owners.length > 0) ?? own[0];
    const owners = (answer?.owners ?? []).map(owner => owner.team);
    const verdict =
      (sameTeams(owners, item.expectedTeams) && 'right') ||
      (owners.length > 0 ? 'wrong' : 'unknown');
    return { item, owners, verdict };
  });
  const figure = (name, among) => {
    const count = which =>
      among.filter(({ verdict }) => verdict === which).length;
    const [right, wrong, unknown] = ['right', 'wrong', 'unknown'].map(count);
    return {
      name,
      recall: [right, among.length],
      precision: [right, right + wrong],
      note: `${wrong} wrong, ${unknown} unknown`,
      misses: among
        .filter(({ verdict }) => verdict !== 'right')
        .map(
          ({ item, owners, verdict }) =>
            `${verdict}: ${item.question} expected ${item.expectedTeams.join(', ') || 'nobody'}, got ${owners.join(', ') || 'nobody'}`,
        ),
    };
  };
  return [
    figure('ownership', verdicts),
    figure(
      'ownership, featured',
      verdicts.filter(({ item }) => item.featured),
    ),
  ];
}
