import Alert from '@mui/material/Alert';
import { SourcesPage } from '@plumbline/plugin-plumbline-common';
import {
  isIndexing,
  sourcesRouteRef,
  TextLink,
  usePagePath,
} from '@plumbline/plugin-plumbline-react';

/** Says what the portal has not read, so that a missing answer is not taken for an empty one. */
export function IndexingBanner(props: { page?: SourcesPage }) {
  const { page } = props;
  const sourcesPath = usePagePath(sourcesRouteRef);
  if (!page) {
    return null;
  }
  const { waiting, reading, ok, stale, failed } = page.summary;
  const total = waiting + reading + ok + stale + failed;
  const link = <TextLink to={sourcesPath}>Sources</TextLink>;
  const style = { mb: 2, borderRadius: 2 };

  if (isIndexing(page)) {
    return (
      <Alert severity="info" role="status" sx={style}>
        Reading {waiting + reading} of {total} sources for the first time.
        Answers may still be incomplete. {link}
      </Alert>
    );
  }
  if (total === 0) {
    return (
      <Alert severity="info" role="status" sx={style}>
        Plumbline reads nothing yet. {link} shows how to point it at your
        repositories and clusters.
      </Alert>
    );
  }
  if (failed > 0) {
    return (
      <Alert severity="warning" role="status" sx={style}>
        {failed} of {total} sources could never be read. Answers leave them out.{' '}
        {link}
      </Alert>
    );
  }
  return null;
}
