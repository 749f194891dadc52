import { PageBody } from './PageBody';
import { EmptyState } from './states';

/** Below the address of a plugin, but none of its pages. @public */
export function NoSuchPage() {
  return (
    <PageBody>
      <EmptyState title="There is no such page" />
    </PageBody>
  );
}
