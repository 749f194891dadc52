import { linkTo } from '@plumbline/gitops-reader';
import { SourceInfo } from '../factIndex';
import { Ownership } from '../ownership/resolveOwners';
import { Question } from '../question/types';
import { claimsOf } from './compose';
import { Context } from './Context';
import { Reading } from './Reading';
import { traceAll } from './readings';
import { Asked, Place, startsInPlace, startsOf } from './starts';

/** More nodes are not looked at: those of a larger cluster have no answer rather than that of some of them. */
const MOST_NODES = 24;

/** The node that an alert names by one of its addresses, as the kubelet and node-exporter may. */
export async function nodeByAddress(
  context: Context,
  question: Question,
  place: Place,
): Promise<Asked | undefined> {
  const target = question.targets.find(
    ({ kind, name }) => kind === 'Node' && /^[\d.]+$|:/.test(name),
  );
  if (!target) {
    return undefined;
  }
  const links = [linkTo.address(target.name)];
  await context.store.loadLinks([links]);
  const nodes = context.store.linked(links);
  await context.sources.load(nodes.map(({ source }) => source));
  const asked = startsInPlace(
    nodes,
    {
      confidence: target.confidence,
      reasons: [`${target.reason}: the node with the address ${target.name}`],
    },
    place,
    context.sources,
  );
  return asked.starts.length > 0 ? { ...asked, target } : undefined;
}

/**
 * Whose a cluster is, where an alert is about all of it: the team that all of its nodes are marked with. Nobody's where they
 * have several, or none, or where not all of them can be looked at.
 */
export async function ownersOfCluster(
  context: Context,
  cluster: SourceInfo,
): Promise<{ ownership: Ownership; readings: Reading[] } | undefined> {
  const links = [linkTo.nodeOf(cluster.name)];
  await context.store.loadLinks([links]);
  const found = context.store.linked(links);
  if (found.length > MOST_NODES) {
    return undefined;
  }
  const { main } = startsOf(
    found.filter(({ source }) => source === cluster.id),
    { confidence: 'likely', reasons: [`nodes of ${cluster.name}`] },
  );
  const readings = await traceAll(context, main);
  const claims = readings.map(claimsOf);
  const directory = await context.directory(
    claims.flat().map(({ raw }) => raw),
  );
  const owned = claims.map(some => context.resolve(some, directory, 'likely'));
  const teams = owned.map(({ owners }) =>
    owners
      .map(({ team }) => team)
      .sort()
      .join(),
  );
  const agree =
    teams.length > 0 && teams[0] !== '' && new Set(teams).size === 1;
  return agree ? { ownership: owned[0], readings } : undefined;
}
