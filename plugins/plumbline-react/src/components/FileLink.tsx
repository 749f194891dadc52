import { FileLocation } from '@plumbline/plugin-plumbline-common';
import { ReactNode } from 'react';
import { usePagePath } from '../hooks/usePagePath';
import { sourceFileRouteRef } from '../routes';
import { safeUrl } from '../links';
import { TextLink } from './TextLink';

/**
 * Where a person can look at a line: its permalink on the repository's host, otherwise the portal's own view of the
 * file.
 *
 * @public
 */
export function useFileUrl(): (
  location: FileLocation,
  url?: string,
) => string | undefined {
  const fileRoute = usePagePath(sourceFileRouteRef);
  return (location, url) => {
    // The portal's own view of a file is where its page is mounted, which the backend does not know.
    if (url && !url.startsWith('/') && safeUrl(url)) {
      return url;
    }
    if (!fileRoute) {
      return undefined;
    }
    const { repository, revision, path, line } = location;
    const params = new URLSearchParams({ repository, revision, path });
    return `${fileRoute}?${params}${line ? `#L${line}` : ''}`;
  };
}

/** @public */
export function FileLink(props: {
  location: FileLocation;
  url?: string;
  label?: string;
  children?: ReactNode;
}) {
  const { location, url, label, children } = props;
  const fileUrl = useFileUrl();
  return (
    <TextLink to={fileUrl(location, url)} label={label}>
      {children ??
        `${location.path}${location.line ? `:${location.line}` : ''}`}
    </TextLink>
  );
}
