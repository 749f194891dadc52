import { Claim } from '@plumbline/gitops-reader';
import { MemoryIndex } from '../memory/MemoryIndex';
import { liveObject } from '../testUtils';
import { ownershipOfObjects } from './ownershipOfObjects';

function labelled(cluster: string, name: string): Claim {
  return {
    source: 'namespace-label',
    raw: 'platform',
    evidence: {
      type: 'object',
      cluster,
      object: { apiVersion: 'v1', kind: 'Namespace', name },
      field: 'metadata.labels.team',
    },
  };
}

/** An agent in each cluster of a fleet, which belongs to whom its namespace is labelled for. */
function fleet(size: number): MemoryIndex {
  const index = new MemoryIndex();
  for (let at = 0; at < size; at += 1) {
    const cluster = `c-${at}`;
    index.addCluster({
      cluster,
      skipped: [],
      objects: [
        liveObject('DaemonSet', 'ops/agent', cluster),
        liveObject('DaemonSet', 'ops/other', cluster),
        liveObject('Namespace', 'ops', cluster, {
          claims: [labelled(cluster, 'ops')],
        }),
      ],
    });
  }
  return index;
}

const agent = { kind: 'DaemonSet', namespace: 'ops', name: 'agent' };

it('tells the owner of an object in every cluster of a fleet, however many there are', async () => {
  const found = await ownershipOfObjects({ index: fleet(450) }, [
    agent,
    { ...agent, name: 'other' },
    { kind: 'Namespace', namespace: null, name: 'ops' },
  ]);
  expect(new Set(found.map(({ cluster }) => cluster)).size).toBe(450);
  expect(found).toHaveLength(3 * 450);
  expect(
    found.filter(({ ownership }) => ownership.owners.length !== 1),
  ).toEqual([]);
});

it('rather tells nothing than of a part of them', async () => {
  await expect(
    ownershipOfObjects({ index: fleet(5_000) }, [agent]),
  ).rejects.toThrow(/more than 5,000 objects .* DaemonSet ops\/agent/);
});
