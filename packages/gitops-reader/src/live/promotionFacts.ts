import {
  JsonObject,
  JsonValue,
  PromotedArtefact,
  PromotedBranch,
  PromotionFact,
} from '../facts';
import {
  compact,
  isObject,
  listAt,
  objectAt,
  textAt,
  valueAt,
} from '../lib/json';
import { wordOf } from './engineState';
import { joinPath } from '../files/treePaths';
import { groupOf } from './marks';
import { timeOf } from './writers';

const KARGO = 'kargo.akuity.io';
const PROMOTER = 'promoter.argoproj.io';

const maxArtefacts = 50;
const maxStages = 100;
const maxBranches = 100;
const maxStatuses = 50;
const maxText = 200;

/** What an object of Kargo or GitOps Promoter says. */
export function promotionFactOf(object: JsonObject): PromotionFact | undefined {
  const kind = textAt(object, 'kind');
  switch (groupOf(textAt(object, 'apiVersion') ?? '')) {
    case KARGO:
      return ofKargo(kind, object);
    case PROMOTER:
      return ofPromoter(kind, object);
    default:
      return undefined;
  }
}

function ofKargo(
  kind: string | undefined,
  object: JsonObject,
): PromotionFact | undefined {
  switch (kind) {
    case 'Stage':
      return stage(object);
    case 'Freight':
      return freight(object);
    case 'Promotion':
      return compact<PromotionFact>({
        tool: 'kargo',
        type: 'promotion',
        stage: nameAt(object, 'spec', 'stage'),
        freight: nameAt(object, 'spec', 'freight'),
        phase: wordOf(textAt(object, 'status', 'phase')),
        by: textAt(
          object,
          'metadata',
          'annotations',
          'kargo.akuity.io/create-actor',
        )?.slice(0, maxText),
        startedAt: timeOf(textAt(object, 'status', 'startedAt')),
        finishedAt: timeOf(textAt(object, 'status', 'finishedAt')),
      });
    default:
      return undefined;
  }
}

function stage(object: JsonObject): PromotionFact {
  const status = objectAt(object, 'status');
  // One that runs now comes before the one that ran last.
  const promotion =
    objectAt(status, 'currentPromotion') ?? objectAt(status, 'lastPromotion');
  return compact<PromotionFact>({
    tool: 'kargo',
    type: 'stage',
    freight: Object.values(objectAt(status, 'freightHistory', 0, 'items') ?? {})
      .flatMap(item => nameAt(item, 'name') ?? [])
      .slice(0, maxStages),
    requested: listAt(object, 'spec', 'requestedFreight')
      .flatMap(request => {
        const warehouse = nameAt(request, 'origin', 'name');
        return warehouse === undefined
          ? []
          : [
              compact({
                warehouse,
                direct: textAt(request, 'sources', 'direct') === 'true',
                stages: listAt(request, 'sources', 'stages')
                  .flatMap(name => nameOf(name) ?? [])
                  .slice(0, maxStages),
                all:
                  textAt(request, 'sources', 'availabilityStrategy') === 'All',
                soak: durationAt(request, 'sources', 'requiredSoakTime'),
              }),
            ];
      })
      .slice(0, maxStages),
    autoPromotion: textAt(status, 'autoPromotionEnabled') === 'true',
    held: Object.keys(valueAt(status, 'autoPromotionHolds') ?? {}).length > 0,
    health: wordOf(textAt(status, 'health', 'status')),
    promotion:
      promotion &&
      compact({
        name: nameAt(promotion, 'name'),
        freight: nameAt(promotion, 'freight', 'name'),
        phase: wordOf(textAt(promotion, 'status', 'phase')),
        finishedAt: timeOf(textAt(promotion, 'finishedAt')),
      }),
  });
}

function freight(object: JsonObject): PromotionFact {
  const of = (
    kind: PromotedArtefact['kind'],
    list: string,
    read: (item: JsonValue) => [string | undefined, string | undefined],
  ): PromotedArtefact[] =>
    listAt(object, list).flatMap(item => {
      const [name, value] = read(item);
      return name && value
        ? [{ kind, name: name.slice(0, 500), value: value.slice(0, maxText) }]
        : [];
    });
  const artefacts = [
    ...of('image', 'images', item => [
      textAt(item, 'repoURL'),
      textAt(item, 'tag') ?? textAt(item, 'digest'),
    ]),
    ...of('chart', 'charts', item => [
      textAt(item, 'name') ?? textAt(item, 'repoURL'),
      textAt(item, 'version'),
    ]),
    ...of('revision', 'commits', item => [
      textAt(item, 'repoURL'),
      textAt(item, 'tag') ?? textAt(item, 'id'),
    ]),
  ];
  const stages = (key: string) =>
    Object.entries(objectAt(object, 'status', key) ?? {}).slice(0, maxStages);
  return compact<PromotionFact>({
    tool: 'kargo',
    type: 'freight',
    alias: nameAt(object, 'alias'),
    warehouse: nameAt(object, 'origin', 'name'),
    artefacts: artefacts.slice(0, maxArtefacts),
    currentlyIn: stages('currentlyIn').map(([name, entry]) =>
      compact({ stage: name, since: timeOf(textAt(entry, 'since')) }),
    ),
    verifiedIn: stages('verifiedIn').map(([name, entry]) =>
      compact({
        stage: name,
        at: timeOf(textAt(entry, 'verifiedAt')),
        soaked: durationAt(entry, 'longestSoak'),
      }),
    ),
    approvedFor: stages('approvedFor').map(([name]) => name),
  });
}

function ofPromoter(
  kind: string | undefined,
  object: JsonObject,
): PromotionFact | undefined {
  const repository = nameAt(object, 'spec', 'gitRepositoryRef', 'name');
  switch (kind) {
    case 'PromotionStrategy':
      return repository === undefined
        ? undefined
        : {
            tool: 'gitops-promoter',
            type: 'strategy',
            repository,
            branches: branchesOf(object),
          };
    case 'ChangeTransferPolicy': {
      const branch = textAt(object, 'spec', 'activeBranch');
      return repository === undefined || branch === undefined
        ? undefined
        : compact<PromotionFact>({
            tool: 'gitops-promoter',
            type: 'policy',
            repository,
            strategy: textAt(
              object,
              'metadata',
              'labels',
              'promoter.argoproj.io/promotion-strategy',
            ),
            branches: [branchOf(branch, object.spec, object.status)],
          });
    }
    case 'PullRequest': {
      const branch = textAt(object, 'spec', 'targetBranch');
      return repository === undefined || branch === undefined
        ? undefined
        : compact<PromotionFact>({
            tool: 'gitops-promoter',
            type: 'pull-request',
            repository,
            branch: branch.slice(0, maxText),
            from: textAt(object, 'spec', 'sourceBranch')?.slice(0, maxText),
            state: wordOf(textAt(object, 'status', 'state')),
            url: urlAt(object, 'status', 'url'),
          });
    }
    case 'GitRepository': {
      // One of `github`, `gitlab`, `forgejo`, … says who owns it.
      const [place] = Object.values(objectAt(object, 'spec') ?? {}).filter(
        value => isObject(value) && textAt(value, 'name') !== undefined,
      );
      const owner = textAt(place, 'owner') ?? textAt(place, 'namespace');
      const name = textAt(place, 'name');
      return owner && name
        ? {
            tool: 'gitops-promoter',
            type: 'repository',
            name: `${owner}/${name}`.slice(0, maxText),
          }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** The branches of a strategy. Once one of them names those before it, the order of the list tells nothing. */
function branchesOf(object: JsonObject): PromotedBranch[] {
  const environments = listAt(object, 'spec', 'environments').slice(
    0,
    maxBranches,
  );
  const before = environments.map(entry =>
    listAt(entry, 'dependsOn').flatMap(name =>
      typeof name === 'string' ? [name.slice(0, maxText)] : [],
    ),
  );
  const isNamed = before.some(names => names.length > 0);
  return environments.flatMap((entry, at) => {
    const branch = textAt(entry, 'branch');
    const state = listAt(object, 'status', 'environments').find(
      each => textAt(each, 'branch') === branch,
    );
    return branch === undefined
      ? []
      : [
          compact<PromotedBranch>({
            ...branchOf(branch, entry, state),
            path: activePathOf(entry) ?? activePathOf(object.spec),
            after: isNamed ? before[at].slice(0, maxBranches) : undefined,
          }),
        ];
  });
}

/** The directory of the branch that is promoted, of several that share it. */
function activePathOf(spec: JsonValue | undefined): string | undefined {
  const path = textAt(spec, 'activePath');
  return path === undefined
    ? undefined
    : joinPath('', path)?.slice(0, maxText) || undefined;
}

function branchOf(
  branch: string,
  spec: JsonValue | undefined,
  state: JsonValue | undefined,
): PromotedBranch {
  const pullRequest = objectAt(state, 'pullRequest');
  return compact<PromotedBranch>({
    branch: branch.slice(0, maxText),
    path: activePathOf(spec),
    active: commitAt(state, 'active', 'dry', 'sha'),
    proposed: commitAt(state, 'proposed', 'dry', 'sha'),
    proposedAt: timeOf(textAt(state, 'proposed', 'dry', 'commitTime')),
    subject: textAt(state, 'proposed', 'dry', 'subject')?.slice(0, maxText),
    autoMerge: textAt(spec, 'autoMerge') !== 'false',
    statuses: (['active', 'proposed'] as const)
      .flatMap(of =>
        listAt(state, of, 'commitStatuses').flatMap(status => {
          const key = wordOf(textAt(status, 'key'));
          return key === undefined
            ? []
            : [
                compact({
                  of,
                  key,
                  phase: wordOf(textAt(status, 'phase')),
                  url: urlAt(status, 'url'),
                }),
              ];
        }),
      )
      .slice(0, maxStatuses),
    pullRequest:
      pullRequest &&
      compact({
        id: nameAt(pullRequest, 'id'),
        state: wordOf(textAt(pullRequest, 'state')),
        url: urlAt(pullRequest, 'url'),
      }),
  });
}

/** A name as Kubernetes takes it. */
function nameOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,253}$/.test(value)
    ? value
    : undefined;
}

function nameAt(
  value: JsonValue | undefined,
  ...path: (string | number)[]
): string | undefined {
  return nameOf(textAt(value, ...path));
}

function commitAt(
  value: JsonValue | undefined,
  ...path: string[]
): string | undefined {
  const commit = textAt(value, ...path);
  return commit && /^[0-9a-f]{7,64}$/.test(commit) ? commit : undefined;
}

function durationAt(
  value: JsonValue | undefined,
  ...path: string[]
): string | undefined {
  const text = textAt(value, ...path);
  return text && /^[\d.hmsuµn]{1,40}$/.test(text) ? text : undefined;
}

function urlAt(
  value: JsonValue | undefined,
  ...path: string[]
): string | undefined {
  const url = textAt(value, ...path);
  return url && /^https?:\/\//i.test(url) ? url.slice(0, 2_000) : undefined;
}
