import { Knex } from 'knex';
import { chunksOf } from '../../database/chunks';
import { storable } from '../../database/text';
import { mapInTurns } from '../../database/turns';
import { ThingFacts, ThingRow } from '../derive/thingRows';

/** What makes a service of one repository the same as those of others. */
export interface SameService {
  /** The entity that stands for one of the others. */
  entity?: string;
  /** Or several, none more than the others. */
  entities?: string[];
  /** Where none has one: the one that stands for all of them. */
  sameAs?: string;
  /** Why they are one, in words. */
  sameBecause: string;
}

type Member = Pick<ThingRow, 'row_key' | 'name' | 'directory' | 'repository'> &
  Pick<ThingFacts, 'entity' | 'entities'>;

/** Services that several repositories tell of, as those of promotion were joined. */
interface Joined {
  members: { repository: string; name: string; path: string }[];
  reasons: string[];
}

/** What other repositories tell of services, by the key of the row: two entities for one service would be one too many. */
export async function sameServices(
  reader: Knex,
  services: Pick<ThingRow, 'name'>[],
): Promise<Map<string, SameService>> {
  const joined = await joinedServices(reader, [
    ...new Set(services.map(({ name }) => name)),
  ]);
  const things = await thingsNamed(reader, [
    ...new Set(
      joined.flatMap(({ members }) => members.map(({ name }) => name)),
    ),
  ]);
  const byPlace = new Map(
    things.map(thing => [
      placeOf(thing.repository ?? '', thing.name, thing.directory ?? ''),
      thing,
    ]),
  );
  const found = new Map<string, SameService>();
  for (const { members, reasons } of joined) {
    const known = members
      .map(({ repository, name, path }) => placeOf(repository, name, path))
      .sort()
      .flatMap(place => byPlace.get(place) ?? []);
    const [lead] = known;
    const entity = known.find(member => member.entity !== undefined)?.entity;
    const entities =
      entity === undefined
        ? known.find(member => member.entities)?.entities
        : undefined;
    for (const member of known.length > 1 ? known : []) {
      found.set(member.row_key, {
        ...(entity !== undefined && { entity: member.entity ?? entity }),
        ...(entities && { entities: member.entities ?? entities }),
        ...((entity ?? entities) === undefined &&
          member !== lead && { sameAs: lead.row_key }),
        sameBecause: reasons.at(-1) ?? '',
      });
    }
  }
  return found;
}

function placeOf(repository: string, name: string, path: string): string {
  return JSON.stringify([repository, name, path]);
}

/** Of promotion, the services of which a member has one of these names, and that more than one tells of. */
async function joinedServices(
  reader: Knex,
  names: string[],
): Promise<Joined[]> {
  const found = new Map<string, string>();
  for (const chunk of chunksOf(names)) {
    const rows: { id: string; facts: string }[] = await reader(
      'promotion_services as s',
    )
      .whereIn('s.id', ids =>
        ids
          .from('promotion_service_marks as m')
          .where('m.type', 'member')
          .whereIn('m.value', chunk.map(storable))
          .select('m.service_id'),
      )
      .whereExists(several =>
        several
          .from('promotion_service_marks as r')
          .whereIn('r.type', ['repository', 'member'])
          .whereRaw('r.service_id = s.id')
          .groupBy('r.service_id', 'r.type')
          .havingRaw('count(*) > 1')
          .select('r.service_id'),
      )
      .select('s.id', 's.facts');
    rows.forEach(({ id, facts }) => found.set(id, facts));
  }
  return await mapInTurns([...found.values()], (facts): Joined => {
    const { members, reasons }: Joined = JSON.parse(facts);
    return { members, reasons };
  });
}

async function thingsNamed(reader: Knex, names: string[]): Promise<Member[]> {
  const things: Member[] = [];
  for (const chunk of chunksOf(names)) {
    const rows: (Pick<
      ThingRow,
      'row_key' | 'name' | 'directory' | 'repository'
    > & { facts: string })[] = await reader('ownership_things')
      .whereIn('name', chunk.map(storable))
      .where({ type: 'service' })
      .select('row_key', 'name', 'directory', 'repository', 'facts');
    things.push(
      ...(await mapInTurns(rows, ({ facts, ...row }): Member => {
        const { entity, entities }: ThingFacts = JSON.parse(facts);
        return {
          ...row,
          ...(entity !== undefined && { entity }),
          ...(entities && { entities }),
        };
      })),
    );
  }
  return things;
}
