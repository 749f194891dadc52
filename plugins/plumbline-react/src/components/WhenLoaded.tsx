import { ReactNode } from 'react';
import { Loaded } from '../hooks/useLoaded';
import { LoadedBefore, Loading } from './listParts';
import { ErrorState } from './states';

/**
 * What was asked for, once it is there: until then that it is on its way, or why it does not come. Filters stand beside it, so that
 * they stay whatever comes of them.
 *
 * @public
 */
export function WhenLoaded<T>(props: {
  loaded: Pick<Loaded<T>, 'value' | 'error' | 'reload'>;
  /** The permission that is missing where the answer is refused. */
  permission?: string;
  /** The shape of what is on its way. */
  loading?: ReactNode;
  children(value: T): ReactNode;
}) {
  const { loaded, permission, loading = <Loading />, children } = props;
  const { value, error, reload } = loaded;
  if (value === undefined) {
    return error ? (
      <ErrorState error={error} onRetry={reload} permission={permission} />
    ) : (
      <>{loading}</>
    );
  }
  return (
    <>
      {error && <LoadedBefore error={error} />}
      {children(value)}
    </>
  );
}
