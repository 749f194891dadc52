import { usePagePath } from '../hooks/usePagePath';
import { sourcesRouteRef } from '../routes';
import { TextLink } from './TextLink';

/** Leads to where a cluster stands, kind by kind. @public */
export function ClusterLink(props: { cluster: string }) {
  const { cluster } = props;
  const sources = usePagePath(sourcesRouteRef);
  return (
    <TextLink
      to={sources && `${sources}/cluster/${encodeURIComponent(cluster)}`}
    >
      {cluster}
    </TextLink>
  );
}
