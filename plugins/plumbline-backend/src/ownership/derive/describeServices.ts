import { sameMark } from '@plumbline/gitops-lookup';
import { Claim, PortalEntity } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { saidOfServices } from '../../catalog/catalogClaims';
import { claimOf, entityOfService, isIn } from '../../catalog/entityClaims';
import { StoredFact } from '../../index/factRows';
import { chunksOf } from '../../database/chunks';
import { storable } from '../../database/text';
import { mapInTurns } from '../../database/turns';
import { addNotes } from './changeNotes';

/** The product that something is part of. */
const PART_OF = 'app.kubernetes.io/part-of';
/** Labels that are longer name no product. */
const LONGEST = 200;
/** Entities of one service that are named. */
const MAX_ENTITIES = 20;

export interface DescribedService extends Pick<
  StoredFact<'services'>,
  'fact' | 'objects'
> {
  claims: Claim[];
  entity?: string;
  /** Where several stand for it, none more than the others. */
  entities?: string[];
  partOf?: string;
}

/** Services with what the catalog says of them, and the product whose part they are. */
export async function describeServices(
  reader: Knex,
  repository: string,
  services: readonly StoredFact<'services'>[],
  options: {
    entityNames: readonly string[];
    parts: ReadonlyMap<string, string | undefined>;
  },
): Promise<DescribedService[]> {
  const names = services.map(({ fact }) => fact.name);
  const said = await saidOfServices(
    reader,
    repository,
    names,
    options.entityNames,
  );
  const counts = new Map<string, number>();
  for (const name of [
    ...names,
    ...(await namesElsewhere(reader, `repository:${repository}`, names)),
  ]) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const find = entityOfService(said.entities, repository, {
    templates: options.entityNames,
    taken: await entitiesOfOthers(reader, repository, services, said.entities),
  });
  return await mapInTurns(
    [...services],
    ({ fact, claims = [], objects = [] }) => {
      const found = find({
        ...fact,
        alone: services.length === 1,
        unique: counts.get(fact.name) === 1,
      });
      const entity = found && 'entity' in found ? found.entity : undefined;
      const several = found && 'several' in found ? found.several : undefined;
      // What stands in the directory of the service is told by Git where Git has it.
      const isTold =
        entity && found?.by === 'source' && said.told.has(entity.ref);
      const own = entity && !isTold ? claimOf(entity) : undefined;
      const all = [...(own ? [own] : []), ...said.claimsAt(`${fact.path}/_`)];
      const partOf = options.parts.get(fact.path);
      return {
        fact,
        objects,
        claims: [
          ...claims,
          ...all.filter(
            (claim, at) =>
              !claims.some(other => sameMark(other, claim)) &&
              !all.slice(0, at).some(other => sameMark(other, claim)),
          ),
        ],
        ...(entity && { entity: entity.ref }),
        ...(several && {
          entities: several.map(({ ref }) => ref).slice(0, MAX_ENTITIES),
        }),
        ...(partOf !== undefined && { partOf }),
      };
    },
  );
}

/** The names of services of other repositories, in so far as they are among these. */
async function namesElsewhere(
  reader: Knex,
  sourceId: string,
  names: string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const chunk of chunksOf([...new Set(names.map(storable))])) {
    const rows: { name: string }[] = await reader('ownership_things')
      .whereIn('name', chunk)
      // As an expression, which no index has: that of types finds all services.
      .whereRaw(`type || '' = 'service'`)
      .whereNot({ source_id: sourceId })
      .distinct('name');
    found.push(...rows.map(({ name }) => name));
  }
  return found;
}

/** Refs of the entities whose source is the directory of a service, or all of a repository with services, elsewhere. */
async function entitiesOfOthers(
  reader: Knex,
  repository: string,
  services: readonly StoredFact<'services'>[],
  entities: readonly PortalEntity[],
): Promise<Set<string>> {
  const taken = new Set<string>();
  const here = new Set(services.map(({ fact }) => fact.path));
  const elsewhere: PortalEntity[] = [];
  for (const entity of entities) {
    if (isIn(entity.source, repository)) {
      if (here.has(entity.source?.directory ?? '')) {
        taken.add(entity.ref);
      }
    } else if (entity.source) {
      elsewhere.push(entity);
    }
  }
  const idsOf = ({ source }: PortalEntity) =>
    [source?.repository ?? '', source?.repository.replaceAll('/', '+') ?? '']
      .map(name => name.replace(/\.git$/, ''))
      .map(name => `repository:${storable(name)}`);
  const known = new Set<string>();
  for (const chunk of chunksOf([...new Set(elsewhere.flatMap(idsOf))])) {
    const rows: { source_id: string; directory: string }[] = await reader(
      'ownership_things',
    )
      .whereIn('source_id', chunk)
      .where({ type: 'service' })
      .select('source_id', 'directory');
    rows.forEach(row => known.add(`${row.source_id}:${row.directory}`));
  }
  for (const entity of elsewhere) {
    const directory = entity.source?.directory ?? '';
    if (idsOf(entity).some(id => known.has(`${id}:${directory}`))) {
      taken.add(entity.ref);
    }
  }
  return taken;
}

/**
 * Notes the service that has its name for itself from now on, or no longer: whether a name tells its entity has changed. Among
 * more than two a service more or less changes nothing.
 */
export async function noteNamesakes(
  tx: Knex,
  sourceId: string,
  names: string[],
): Promise<void> {
  const noted = new Set<string>();
  for (const chunk of chunksOf([...new Set(names.map(storable))])) {
    const rows: { total: number | string; source_id: string }[] = await tx(
      'ownership_things',
    )
      .whereIn('name', chunk)
      .where({ type: 'service' })
      .whereNot({ source_id: sourceId })
      .groupBy('name')
      .select(
        tx.raw('count(*) AS total'),
        tx.raw('min(source_id) AS source_id'),
      );
    rows
      .filter(({ total }) => Number(total) === 1)
      .forEach(row => noted.add(row.source_id));
  }
  await addNotes(
    tx,
    [...noted].map(name => ({
      type: 'repository' as const,
      kind: '',
      namespace: '',
      name,
    })),
  );
}

/**
 * What each directory of a repository is part of, as the labels of all that is declared below it say; undefined where they differ.
 */
export async function partsOf(
  reader: Knex,
  sourceId: string,
): Promise<Map<string, string | undefined>> {
  const rows: { path: string; facts: string }[] = await reader('objects as o')
    .join('object_paths as p', 'p.object_id', 'o.id')
    .where('o.source_id', sourceId)
    .where('o.facts', 'like', `%"${PART_OF}":%`)
    .select('p.path', 'o.facts');
  const parts = new Map<string, string | undefined>();
  await mapInTurns(rows, ({ path, facts }) => {
    const { object }: { object: { labels?: Record<string, string> } } =
      JSON.parse(facts);
    const partOf = object.labels?.[PART_OF];
    if (partOf && partOf.length <= LONGEST) {
      for (
        let end = path.lastIndexOf('/');
        end > 0;
        end = path.lastIndexOf('/', end - 1)
      ) {
        const directory = path.slice(0, end);
        const agrees = !parts.has(directory) || parts.get(directory) === partOf;
        parts.set(directory, agrees ? partOf : undefined);
      }
    }
  });
  return parts;
}
