import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { Link as RouterLink, useLocation } from 'react-router-dom';

/** The ways to the pages of one plugin, on top of each of them. @public */
export function PageTabs(props: {
  label: string;
  views: { to: string; title: string }[];
}) {
  const { label, views } = props;
  const { pathname } = useLocation();
  return (
    <Box
      component="nav"
      aria-label={label}
      sx={{
        display: 'flex',
        gap: { xs: 2, sm: 3 },
        mb: 3,
        overflowX: 'auto',
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      {views.map(({ to, title }) => {
        const here = pathname.replace(/\/+$/, '') === to;
        return (
          <Link
            key={to}
            component={RouterLink}
            to={to}
            aria-current={here ? 'page' : undefined}
            underline="none"
            sx={{
              py: 1,
              whiteSpace: 'nowrap',
              fontWeight: here ? 600 : 400,
              color: here ? 'text.primary' : 'text.secondary',
              borderBottom: 2,
              borderColor: here ? 'primary.main' : 'transparent',
            }}
          >
            {title}
          </Link>
        );
      })}
    </Box>
  );
}
