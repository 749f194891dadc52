import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { PageBody } from '@plumbline/plugin-plumbline-react';
import { ReactNode } from 'react';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { usePaths } from '../paths';

/** The pages about ownership, with the ways to the others on top. */
export function Shell(props: { children: ReactNode }) {
  const paths = usePaths();
  const { pathname } = useLocation();
  const views = [
    { to: paths.teams, title: 'Teams' },
    { to: paths.unowned, title: 'Unowned' },
    { to: paths.contested, title: 'Contested' },
    { to: paths.coverage, title: 'Coverage' },
  ];
  return (
    <PageBody>
      <Box
        component="nav"
        aria-label="Ownership"
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
      {props.children}
    </PageBody>
  );
}
