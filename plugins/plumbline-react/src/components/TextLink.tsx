import Link from '@mui/material/Link';
import { SxProps, Theme } from '@mui/material/styles';
import { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { safeUrl } from '../links';

/**
 * A link to a page of the portal (`/…`) or elsewhere; plain text when the address is missing or none to be followed.
 *
 * @public
 */
export function TextLink(props: {
  to: string | undefined;
  /** Name for those who cannot see what it stands beside; holds the words that are seen. */
  label?: string;
  children: ReactNode;
  sx?: SxProps<Theme>;
}) {
  const { to, label, children, sx } = props;
  const url = safeUrl(to);
  const style: SxProps<Theme> = [
    { overflowWrap: 'anywhere' },
    ...(Array.isArray(sx) ? sx : [sx]),
  ];
  if (!url) {
    return <span>{children}</span>;
  }
  if (url.startsWith('/')) {
    return (
      <Link
        component={RouterLink}
        to={url}
        aria-label={label}
        underline="always"
        sx={style}
      >
        {children}
      </Link>
    );
  }
  return (
    <Link
      href={url}
      aria-label={label}
      target={url.startsWith('http') ? '_blank' : undefined}
      rel="noopener noreferrer"
      underline="always"
      sx={style}
    >
      {children}
    </Link>
  );
}
