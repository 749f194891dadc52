// Whether the answer to an alert of the table is the true one.
import { Row } from './rows';
import { Truth, truths } from './truths';

/** The part of an answer that the truth speaks of. */
export interface AnswerToJudge {
  subject?: {
    type: string;
    kind?: string;
    namespace?: string;
    name?: string;
    cluster?: string;
  };
  candidates: { owners: string[] }[];
  owners: { team: string; confidence: string }[];
  unowned: string | null;
  contested: boolean;
  config: { repository: string; path: string; line?: number }[];
}

export interface Judgement {
  /** Whether the owner is right. */
  owner: boolean;
  /** Whether a wrong owner is stated, and not as a guess. */
  wrong: boolean;
  /** Whether the object is right; absent where there is none. */
  object?: boolean;
  /** Whether the file is right; absent where nothing is said of one. */
  file?: boolean;
  /** What is not right, in words. */
  misses: string[];
}

type Miss = (what: string, found: unknown, wanted: unknown) => void;

const team = (name: string) => `group:default/${name}`;
const same = (one: string[], other: string[]) =>
  JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());

export function judge(row: Row, answer: AnswerToJudge | undefined): Judgement {
  const truth = truths[row.truth];
  const misses: string[] = [];
  const miss: Miss = (what, found, wanted) =>
    misses.push(
      `${row.id} ${row.receiver} ${row.rule} (${row.truth}): ${what} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`,
    );
  if (truth.plumbing) {
    if (answer) {
      miss('the alert', 'listed', 'left out');
    }
    return { owner: !answer, wrong: false, misses };
  }
  if (!answer) {
    miss('the alert', 'not there', 'answered');
    return { owner: false, wrong: false, misses };
  }
  const found = [...new Set(answer.owners.map(owner => owner.team))];
  const right = ownersFit(truth, found, answer);
  if (!right) {
    miss('owner', found, truth.possible ?? truth.owners ?? truth.anyOf);
  }
  const allowed = (truth.possible ?? truth.owners ?? truth.anyOf ?? []).map(
    team,
  );
  const wrong =
    !right &&
    answer.owners.some(
      owner => owner.confidence !== 'guess' && !allowed.includes(owner.team),
    );
  if (truth.contested && !answer.contested) {
    miss('contested', false, true);
  }
  if (truth.unowned !== undefined && answer.unowned !== truth.unowned) {
    miss('unowned', answer.unowned, truth.unowned);
  }
  return {
    owner: right,
    wrong,
    ...objectOf(row, truth, answer, miss),
    ...fileOf(truth, answer, miss),
    misses,
  };
}

function ownersFit(
  truth: Truth,
  found: string[],
  answer: AnswerToJudge,
): boolean {
  if (truth.possible) {
    const inSight = new Set([
      ...found,
      ...answer.candidates.flatMap(candidate => candidate.owners),
    ]);
    return (
      truth.possible.every(name => inSight.has(team(name))) &&
      (found.length !== 1 || answer.contested)
    );
  }
  if (truth.anyOf) {
    const allowed = truth.anyOf.map(team);
    return found.every(name => allowed.includes(name));
  }
  return same(found, (truth.owners ?? []).map(team));
}

function objectOf(
  row: Row,
  truth: Truth,
  { subject }: AnswerToJudge,
  miss: Miss,
): Pick<Judgement, 'object'> {
  const { kind, namespace, name, cluster } = subject ?? {};
  const object = [kind, namespace, name].filter(Boolean).join('/');
  if (truth.namespace) {
    const right =
      namespace === truth.namespace ||
      object === `Namespace/${truth.namespace}`;
    if (!right) {
      miss('object', object, `in ${truth.namespace}`);
    }
    return { object: right };
  }
  if (!truth.subject) {
    return {};
  }
  // An autoscaler or a budget is the object of its alert, and what it scales is, too.
  const { labels } = row;
  const named =
    row.leadsTo === true &&
    name !== undefined &&
    namespace === labels.namespace &&
    [labels.horizontalpodautoscaler, labels.poddisruptionbudget].includes(name);
  const place = labels.cluster ?? truth.cluster;
  const right = (object === truth.subject || named) && cluster === place;
  if (!right) {
    miss('object', `${object} in ${cluster}`, `${truth.subject} in ${place}`);
  }
  return { object: right };
}

function fileOf(
  truth: Truth,
  { config }: AnswerToJudge,
  miss: Miss,
): Pick<Judgement, 'file'> {
  if (truth.config === undefined) {
    return {};
  }
  const places = config.map(
    ({ repository, path, line }) => `${repository}:${path}:${line ?? ''}`,
  );
  if (truth.config === null) {
    if (config.length > 0) {
      miss('file', places, 'none');
    }
    return { file: config.length === 0 };
  }
  const wanted = [truth.config].flat();
  const right = wanted.every(
    ({ repository, path }, at) =>
      config[at]?.repository === repository && config[at].path === path,
  );
  if (!right) {
    miss(
      'file',
      places,
      wanted.map(({ repository, path }) => `${repository}:${path}`).join(),
    );
  }
  return { file: right };
}
