import { sameMark } from '@plumbline/gitops-lookup';
import { Claim } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import {
  claimsInRepository,
  entitiesOfServices,
} from '../catalog/catalogClaims';
import { claimOf, entityOfService } from '../catalog/entityClaims';
import { StoredFact } from '../index/factRows';
import { mapInTurns } from '../index/turns';

/** The product that something is part of. */
const PART_OF = 'app.kubernetes.io/part-of';
/** Labels that are longer name no product. */
const LONGEST = 200;

export interface DescribedService extends Pick<StoredFact<'services'>, 'fact'> {
  claims: Claim[];
  entity?: string;
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
  const entities = await entitiesOfServices(
    reader,
    repository,
    services.map(({ fact }) => fact.name),
    options.entityNames,
  );
  const claimsAt = claimsInRepository(entities, repository);
  return await mapInTurns([...services], ({ fact, claims = [] }) => {
    const entity = entityOfService(
      entities,
      { ...fact, repository, alone: services.length === 1 },
      options.entityNames,
    );
    const own = entity && claimOf(entity);
    const said = [...(own ? [own] : []), ...claimsAt(`${fact.path}/_`)];
    const partOf = options.parts.get(fact.path);
    return {
      fact,
      claims: [
        ...claims,
        ...said.filter(
          (claim, at) =>
            !claims.some(other => sameMark(other, claim)) &&
            !said.slice(0, at).some(other => sameMark(other, claim)),
        ),
      ],
      ...(entity && { entity: entity.ref }),
      ...(partOf !== undefined && { partOf }),
    };
  });
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
