import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';

/** What a chart draws, in numbers, for whoever would rather read them: folded up until asked for. */
export function DaysTable(props: {
  label: string;
  days: string[];
  /** One word for each day. */
  columns: { title: string; words: string[] }[];
}) {
  const { label, days, columns } = props;
  return (
    <Box component="details" sx={{ mt: 1, fontSize: '0.875rem' }}>
      <summary>As a table</summary>
      <Box sx={{ overflowX: 'auto' }}>
        <Table size="small" aria-label={label}>
          <TableHead>
            <TableRow>
              <TableCell>Day</TableCell>
              {columns.map(({ title }) => (
                <TableCell key={title} align="right">
                  {title}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {days.map((day, at) => (
              <TableRow key={day}>
                <TableCell component="th" scope="row">
                  {day}
                </TableCell>
                {columns.map(({ title, words }) => (
                  <TableCell key={title} align="right">
                    {words[at]}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Box>
  );
}
