import { ReactNode } from 'react';
import { usePagePath } from '../hooks/usePagePath';
import { sourcesRouteRef } from '../routes';
import { TextLink } from './TextLink';

/** Leads to all that the portal knows of a repository. @public */
export function RepositoryLink(props: {
  repository: string;
  children?: ReactNode;
}) {
  const { repository, children } = props;
  const sources = usePagePath(sourcesRouteRef);
  const path = repository.split('/').map(encodeURIComponent).join('/');
  return (
    <TextLink to={sources && `${sources}/repository/${path}`}>
      {children ?? repository}
    </TextLink>
  );
}
