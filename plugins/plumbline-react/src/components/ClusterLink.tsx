import { useRouteRef } from '@backstage/frontend-plugin-api';
import { sourcesRouteRef } from '../routes';
import { TextLink } from './TextLink';

/** Leads to where a cluster stands, kind by kind. @public */
export function ClusterLink(props: { cluster: string }) {
  const { cluster } = props;
  const sources = useRouteRef(sourcesRouteRef);
  return (
    <TextLink
      to={sources && `${sources()}/cluster/${encodeURIComponent(cluster)}`}
    >
      {cluster}
    </TextLink>
  );
}
