export { entitiesOf, teamOf } from './entities';
export type { CatalogEntity } from './entities';
export { catalogReader } from './reader';
