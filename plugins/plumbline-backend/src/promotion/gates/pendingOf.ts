import {
  Cell,
  GatedPlace,
  GateOptions,
  pendingInKargo,
  pendingInPromoter,
  pendingOfDeployments,
  pendingOfPullRequests,
  PendingPromotion,
  Pin,
  PromotionObject,
} from '@plumbline/gitops-promotion';
import { linkTo } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { NamedCluster } from '../services/clusters';
import { toldGates } from './DatabaseGateStore';

/** Objects that are looked at for one thing: of a project, Kargo keeps twenty promotions for each of its stages. */
const MOST_OBJECTS = 2_000;

export interface Pending {
  /** Of each place. */
  pending: PendingPromotion[][];
  /** What could not be told, in words. */
  problems: { source: string; error: string }[];
}

/** What is on its way to each of the places of a service, as promotion tools and hosts were last heard to say. */
export async function pendingOf(
  reader: Knex,
  service: Pick<GatedPlace, 'repositories' | 'members'> & { cells: Cell[] },
  clusters: NamedCluster[],
  options: GateOptions,
): Promise<Pending> {
  const { repositories, members, cells } = service;
  const pins = cells.flatMap(cell => cell.pins);
  const told = await toldGates(reader, repositories);
  const changes = told.flatMap(({ provider, repository, asOf, ...facts }) =>
    facts.changes.map(change => ({
      source: provider,
      repository,
      asOf,
      change,
    })),
  );
  const deployments = told.flatMap(({ provider, repository, ...facts }) =>
    facts.deployments.map(deployment => ({
      source: provider,
      repository,
      asOf: facts.deploymentsAsOf,
      deployment,
    })),
  );
  const { objects, cut } = await promotionObjects(
    reader,
    pins,
    repositories,
    clusters,
  );
  const named = [
    ...new Set(
      cells.flatMap(({ cluster, called = [] }) =>
        cluster ? [cluster, ...called] : [],
      ),
    ),
  ];
  const pending = cells.map(cell => {
    const place: GatedPlace = {
      ...cell,
      repositories,
      members,
      clusters: named,
    };
    return [
      ...pendingOfPullRequests(changes, place),
      ...pendingInKargo(objects, place, options),
      ...pendingInPromoter(objects, place, options),
      ...pendingOfDeployments(deployments, place, options),
    ];
  });
  const error = `More than ${MOST_OBJECTS} objects of promotion tools speak of it: some that are on their way may not be shown`;
  return { pending, problems: cut ? [{ source: 'promotion', error }] : [] };
}

/** Objects of promotion tools that speak of what is pinned, or of the repositories. */
async function promotionObjects(
  reader: Knex,
  pins: Pin[],
  repositories: string[],
  clusters: NamedCluster[],
): Promise<{ objects: PromotionObject[]; cut: boolean }> {
  const index = new DatabaseIndex(reader);
  let cut = false;
  const found = async (links: string[]): Promise<PromotionObject[]> => {
    const wanted = [...new Set(links)].map(link => [link]);
    const rows = await index.links(wanted, MOST_OBJECTS);
    cut ||= rows.length > 0 && rows.length >= MOST_OBJECTS * wanted.length;
    return rows.flatMap(({ object: { object } }) =>
      'promotion' in object && object.promotion
        ? [toPromotionObject({ ...object, fact: object.promotion }, clusters)]
        : [],
    );
  };
  const first = await found([
    ...pins.flatMap(({ kind, name }) =>
      spellings(name).map(each => linkTo.freight(kind, each)),
    ),
    ...repositories.map(linkTo.promoted),
  ]);
  const second = await found(
    first.map(({ fact, namespace, name }) =>
      fact.tool === 'kargo'
        ? linkTo.project(namespace)
        : linkTo.promotes(namespace, name),
    ),
  );
  return { objects: [...first, ...second], cut };
}

/** A repository goes by its address with and without the ending. */
function spellings(name: string): string[] {
  const bare = name.replace(/\.git$/, '');
  return name.includes('://') ? [bare, `${bare}.git`] : [name];
}

function toPromotionObject(
  { cluster, namespace, name, createdAt, fact }: Omit<PromotionObject, 'asOf'>,
  clusters: NamedCluster[],
): PromotionObject {
  const asOf = clusters.find(known => known.name === cluster)?.lastSuccess;
  return {
    cluster,
    ...(namespace !== undefined && { namespace }),
    name,
    ...(createdAt !== undefined && { createdAt }),
    fact,
    ...(asOf !== undefined && { asOf }),
  };
}
