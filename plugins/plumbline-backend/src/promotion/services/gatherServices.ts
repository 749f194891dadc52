import {
  joinServices,
  Pin,
  RepositoryService,
  ServiceRule,
} from '@plumbline/gitops-promotion';
import { ServiceEnvironment, ServiceVersion } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { StoredFact } from '../../index/factRows';
import { withOrigin } from '../../index/locations';
import { inTurns } from '../../index/replaceRows';
import { storable } from '../../index/rows';
import { JudgedService } from '../store/PromotionStore';

/** Services that were joined, with the marks of their owners. */
export type Gathered = Omit<JudgedService, 'cells'>;

interface FoundFact {
  id: number;
  name: string;
  facts: string;
  source_name: string;
  source_revision: string | null;
}

/**
 * The services under these names, as all repositories tell of them, and the names that belong to them: a rule may join
 * services of several names.
 */
export async function gatherServices(
  reader: Knex,
  names: string[],
  rules: ServiceRule[],
): Promise<{ names: string[]; services: Gathered[] }> {
  // A rule speaks of any name, so with rules all services are looked at; those that were asked for are kept.
  const found =
    rules.length > 0
      ? await factsNamed(reader, undefined)
      : await factsNamed(reader, names);
  const owners = new Map<RepositoryService, string[]>();
  const services = found.map(row => {
    const { fact, owners: marks } = withOrigin<StoredFact<'services'>>(
      row.facts,
      { repository: row.source_name, revision: row.source_revision ?? '' },
    );
    const service = toService(row.source_name, fact);
    owners.set(service, marks);
    return service;
  });
  const wanted = new Set(names);
  const joined = joinServices(services, rules).filter(({ members }) =>
    members.some(({ name }) => wanted.has(name)),
  );
  const byPlace = new Map<string, string[]>();
  for (const [{ repository, name, path }, marks] of owners) {
    byPlace.set(JSON.stringify([repository, name, path]), marks);
  }
  return {
    names: [
      ...new Set([
        ...names,
        ...joined.flatMap(({ members }) => members.map(({ name }) => name)),
      ]),
    ],
    services: joined.map(service => ({
      service,
      owners: [
        ...new Set(
          service.members.flatMap(
            ({ repository, name, path }) =>
              byPlace.get(JSON.stringify([repository, name, path])) ?? [],
          ),
        ),
      ],
    })),
  };
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
  for await (const chunk of inTurns(names)) {
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
