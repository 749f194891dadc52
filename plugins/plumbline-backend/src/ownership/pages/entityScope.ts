import { Knex } from 'knex';
import { storable } from '../../database/text';
import { sameServices } from './sameServices';
import { productOf, ThingRow } from '../derive/thingRows';

/** An entity of the catalog: by its ref, and by what it stands for where Plumbline made it. */
export interface EntityKey {
  ref: string;
  /** Its annotation `plumbline.dev/id`. */
  id?: string;
}

/** Leaves, of `ownership_things as t`, those of an entity. */
export type EntityScope = (things: Knex.QueryBuilder) => void;

/** Services of one entity that are looked at for others that are the same. */
const MOST_JOINED = 1_000;

/** Which things an entity stands for: services with what they run as, or all of a repository, cluster or namespace. */
export async function scopeOfEntity(
  reader: Knex,
  { ref, id }: EntityKey,
): Promise<EntityScope> {
  const [, source, name] =
    /^(repository|cluster|system):(.+)$/s.exec(id ?? '') ?? [];
  if (source === 'repository' || source === 'cluster') {
    return things => things.where(`t.${source}`, storable(name));
  }
  const lead: ThingRow | undefined =
    id === undefined || source === 'system'
      ? undefined
      : await reader('ownership_things')
          .where({ row_key: storable(id) })
          .first();
  if (lead?.type === 'namespace') {
    return things =>
      things
        .where('t.cluster', lead.cluster)
        .where(inside =>
          inside
            .where('t.namespace', lead.name)
            .orWhere('t.row_key', lead.row_key),
        );
  }
  const products =
    source === 'system' ? [name] : await productsOfSystem(reader, ref);
  const keys = lead ? [lead.row_key] : [];
  const named = () => namedThings(reader, ref, products.map(productOf));
  const services: Pick<ThingRow, 'row_key' | 'name'>[] = await reader(
    'ownership_things',
  )
    // As an expression, which no index has: that of types finds all services.
    .whereRaw(`type || '' = 'service'`)
    .where(rows => rows.whereIn('id', named()).orWhereIn('row_key', keys))
    .orderBy('id')
    .limit(MOST_JOINED)
    .select('row_key', 'name');
  keys.push(...(await sameAs(reader, ref, services)));
  const same = () =>
    reader('ownership_things').whereIn('row_key', keys).select('id');
  const found = () => named().union([same()]);
  // One list of rows, which a database looks up one by one however many things there are.
  return things =>
    things.whereIn(
      't.id',
      named().union([
        same(),
        workloadsOf(reader, found),
        deployedThings(reader, found),
      ]),
    );
}

/** Things that an entity, or one that says that it is part of it, stands for. */
function namedThings(
  reader: Knex,
  ref: string,
  products: string[],
): Knex.QueryBuilder {
  const things = reader('ownership_entities')
    .whereIn('entity', [ref, ...products].map(storable))
    .select('thing_id');
  // No OR: Postgres would go through all rows.
  return ref.startsWith('system:')
    ? things.union([
        reader('catalog_entities as c')
          .join('ownership_entities as e', 'e.entity', 'c.ref')
          .where('c.system', storable(ref))
          .select('e.thing_id'),
      ])
    : things;
}

/** A System of the catalog stands for the product of its name, where no other one is called so before it. */
async function productsOfSystem(reader: Knex, ref: string): Promise<string[]> {
  const [, name] = /^system:[^/]+\/(.+)$/.exec(ref) ?? [];
  if (name === undefined) {
    return [];
  }
  const first: { ref: string } | undefined = await reader('catalog_entities')
    .where({ name: storable(name), kind: 'system' })
    .orderBy('ref')
    .first('ref');
  return first?.ref === ref ? [name] : [];
}

/** Keys of services of other repositories that are one with these. */
async function sameAs(
  reader: Knex,
  ref: string,
  services: Pick<ThingRow, 'row_key' | 'name'>[],
): Promise<string[]> {
  const known = new Set(services.map(({ row_key }) => row_key));
  const same = await sameServices(reader, services);
  return [...same].flatMap(([key, service]) =>
    !known.has(key) &&
    (service.entity === ref || known.has(service.sameAs ?? ''))
      ? [key]
      : [],
  );
}

/** Workloads that are declared as what deploys a service, wherever they run. */
function workloadsOf(
  reader: Knex,
  services: () => Knex.QueryBuilder,
): Knex.QueryBuilder {
  return reader('ownership_objects as d')
    .join('ownership_things as s', 's.id', 'd.thing_id')
    .join('ownership_things as w', join =>
      join
        .on('w.name', 'd.name')
        .on('w.kind', 'd.kind')
        .on('w.repository', 's.repository'),
    )
    .whereIn('d.thing_id', services())
    .whereRaw(`w.type || '' = 'workload'`)
    .whereRaw(`(d.namespace = '' OR d.namespace = w.namespace)`)
    .select('w.id');
}

/** Workloads that come from an engine object, as a chart that nobody has read. */
function deployedThings(
  reader: Knex,
  services: () => Knex.QueryBuilder,
): Knex.QueryBuilder {
  return reader('ownership_objects as d')
    .join('ownership_links as l', join =>
      join.on(
        'l.key',
        reader.raw(
          `'object ' || d.kind || ' ' || d.namespace || '/' || d.name`,
        ),
      ),
    )
    .join('ownership_things as w', 'w.id', 'l.thing_id')
    .whereIn('d.thing_id', services())
    .whereRaw(`w.type || '' = 'workload'`)
    .select('w.id');
}
