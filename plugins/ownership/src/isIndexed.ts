import { Entity } from '@backstage/catalog-model';

/**
 * Whether the index may have things of an entity: of Resources, of those alone that Plumbline made.
 *
 * @public
 */
export function isIndexed({ kind, metadata }: Entity): boolean {
  switch (kind.toLowerCase()) {
    case 'component':
    case 'system':
      return true;
    case 'resource':
      return metadata.annotations?.['plumbline.dev/id'] !== undefined;
    default:
      return false;
  }
}
