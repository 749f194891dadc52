import { ComponentProps } from 'react';
import { usePortalUrl } from '../hooks/usePortalUrl';
import { TextLink } from './TextLink';

/** A link to what the backend gave the address of: a place on another host, or a page of Plumbline wherever it is mounted. @public */
export function PortalLink(props: ComponentProps<typeof TextLink>) {
  const { to, ...rest } = props;
  const portalUrl = usePortalUrl();
  return <TextLink to={portalUrl(to)} {...rest} />;
}
