import Paper from '@mui/material/Paper';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { SourceStatus } from '@plumbline/plugin-plumbline-common';
import { StateChip } from '@plumbline/plugin-plumbline-react';
import { Found, LastRead, Revision, SourceName } from './parts';
import { RefreshButton, RefreshControl } from './RefreshButton';

function failed({ error, counts }: SourceStatus): boolean {
  return Boolean(error && !counts);
}

export function SourceTable(props: {
  sources: SourceStatus[];
  control: RefreshControl;
}) {
  const { sources, control } = props;
  return (
    <TableContainer
      component={Paper}
      variant="outlined"
      sx={{ borderRadius: 2 }}
    >
      <Table
        aria-label="Sources"
        sx={{
          tableLayout: 'fixed',
          '& th, & td': {
            px: 2,
            py: 1.5,
            fontSize: '0.9375rem',
            textTransform: 'none',
            verticalAlign: 'top',
            lineHeight: 1.45,
            borderBottom: 1,
            borderColor: 'divider',
          },
          '& th': { fontSize: '0.8125rem', color: 'text.secondary', py: 1 },
          '&& tbody tr': { bgcolor: 'transparent' },
          '& tbody tr:last-child td': { borderBottom: 0 },
        }}
      >
        <TableHead>
          <TableRow>
            <TableCell sx={{ width: '22%' }}>Source</TableCell>
            <TableCell sx={{ width: 132 }}>State</TableCell>
            <TableCell>Last read</TableCell>
            <TableCell sx={{ width: '19%' }}>Found</TableCell>
            <TableCell sx={{ width: 108 }}>Revision</TableCell>
            <TableCell sx={{ width: 148 }}>Action</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {sources.map(source => (
            <TableRow key={source.id}>
              <TableCell>
                <SourceName source={source} />
              </TableCell>
              <TableCell>
                <StateChip state={source.state} />
              </TableCell>
              {/* The reason takes the room of what was not found. */}
              <TableCell colSpan={failed(source) ? 2 : 1}>
                <LastRead source={source} />
              </TableCell>
              {!failed(source) && (
                <TableCell>
                  <Found source={source} />
                </TableCell>
              )}
              <TableCell>
                <Revision source={source} />
              </TableCell>
              <TableCell>
                <RefreshButton source={source} control={control} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
