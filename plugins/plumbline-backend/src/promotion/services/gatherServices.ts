import { teamKey } from '@plumbline/gitops-lookup';
import {
  joinServices,
  JoinOptions,
  Pin,
  RepositoryService,
} from '@plumbline/gitops-promotion';
import { ServiceEnvironment, ServiceVersion } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { StoredFact } from '../../index/factRows';
import { withOrigin } from '../../index/locations';
import { chunksInTurns } from '../../database/chunks';
import { storable } from '../../database/text';
import { JudgedService } from '../store/PromotionStore';
import { withDeployedParts } from './deployedParts';

/** Services that were joined, with the marks of their owners. */
export type Gathered = Pick<JudgedService, 'service' | 'owners'>;

interface FoundFact {
  id: number;
  name: string;
  facts: string;
  source_name: string;
  source_revision: string | null;
}

/** All services, joined by the rules: a rule speaks of any name, so that all are looked at, once for a run. */
export async function joinAll(
  reader: Knex,
  options: JoinOptions,
): Promise<Gathered[]> {
  return await joined(reader, await factsNamed(reader, undefined), options);
}

/**
 * The services under these names, as all repositories tell of them, and the names that belong to them: a rule may join
 * services of several names, and leave others of such a name apart, which belong to them too.
 */
export async function gatherServices(
  reader: Knex,
  names: string[],
  options: JoinOptions,
  all?: Gathered[],
): Promise<{ names: string[]; services: Gathered[] }> {
  const found =
    all ?? (await joined(reader, await factsNamed(reader, names), options));
  const wanted = new Set(names);
  const services = new Set<Gathered>();
  let before: number;
  do {
    before = wanted.size;
    for (const each of found) {
      const own = each.service.members.map(({ name }) => name);
      if (!services.has(each) && own.some(name => wanted.has(name))) {
        services.add(each);
        own.forEach(name => wanted.add(name));
      }
    }
  } while (wanted.size > before);
  return { names: [...wanted], services: [...services] };
}

async function joined(
  reader: Knex,
  found: FoundFact[],
  options: JoinOptions,
): Promise<Gathered[]> {
  const owners = new Map<RepositoryService, string[]>();
  const services = found.map(row => {
    const { fact, owners: marks } = withOrigin<StoredFact<'services'>>(
      row.facts,
      { repository: row.source_name, revision: row.source_revision ?? '' },
    );
    const service = {
      ...toService(row.source_name, fact),
      owners: marks.map(teamKey),
    };
    owners.set(service, marks);
    return service;
  });
  const byPlace = new Map<string, string[]>();
  for (const [{ repository, name, path }, marks] of owners) {
    byPlace.set(JSON.stringify([repository, name, path]), marks);
  }
  const told = await withDeployedParts(reader, services, options);
  return joinServices(told, options).map(service => ({
    service,
    owners: [
      ...new Set(
        service.members.flatMap(({ repository, name, path, places }) =>
          // Who merely deploys it need not own it.
          places.length > 0
            ? (byPlace.get(JSON.stringify([repository, name, path])) ?? [])
            : [],
        ),
      ),
    ],
  }));
}

async function factsNamed(
  reader: Knex,
  names: string[] | undefined,
): Promise<FoundFact[]> {
  const query = () =>
    reader('repository_facts as f')
      .join('sources as s', 's.id', 'f.source_id')
      .where('f.kind', 'services')
      .whereNull('s.gone_since')
      .orderBy('f.source_id')
      .orderBy('f.sort')
      .orderBy('f.id')
      .select(
        'f.id',
        'f.name',
        'f.facts',
        's.name as source_name',
        's.revision as source_revision',
      );
  if (names === undefined) {
    return await query();
  }
  const rows: FoundFact[] = [];
  for await (const chunk of chunksInTurns(names)) {
    rows.push(...(await query().whereIn('f.name', chunk.map(storable))));
  }
  return rows;
}

function toService(
  repository: string,
  fact: { name: string; path: string; environments: ServiceEnvironment[] },
): RepositoryService {
  return {
    repository,
    name: fact.name,
    path: fact.path,
    places: fact.environments.map(
      ({ environment, cluster, namespace, versions }) => ({
        ...(environment !== undefined && { environment }),
        ...(cluster !== undefined && { cluster }),
        ...(namespace !== undefined && { namespace }),
        pins: versions.flatMap(toPin),
      }),
    ),
  };
}

function toPin(version: ServiceVersion): Pin[] {
  const { evidence, kind, name, value, key, digest, automation } = version;
  return evidence.type === 'file'
    ? [
        {
          kind,
          name,
          value,
          ...(digest !== undefined && { digest }),
          repository: evidence.location.repository,
          path: evidence.location.path,
          ...(evidence.location.line !== undefined && {
            line: evidence.location.line,
          }),
          key,
          ...(automation && { automation: automation.policy }),
        },
      ]
    : [];
}
