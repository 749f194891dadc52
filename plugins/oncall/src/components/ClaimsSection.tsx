import CheckIcon from '@mui/icons-material/Check';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { Answer, ClaimView } from '@plumbline/plugin-plumbline-common';
import {
  describeClaimSource,
  EvidenceLink,
  TeamLink,
} from '@plumbline/plugin-plumbline-react';
import { monospace, Rows, Section } from './Section';

function Mark(props: { claim: ClaimView }) {
  const { raw, evidence } = props.claim;
  return (
    <Box component="span" sx={monospace}>
      {evidence.text || raw || '(no owner)'}
    </Box>
  );
}

function Team(props: { claim: ClaimView }) {
  const { team } = props.claim;
  return team ? <TeamLink team={team} /> : <span>nobody</span>;
}

function Decisive(props: { claim: ClaimView }) {
  return props.claim.decisive ? (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.5,
        fontWeight: 600,
      }}
    >
      <CheckIcon aria-hidden fontSize="small" sx={{ color: 'success.main' }} />
      decides
    </Box>
  ) : (
    <Box component="span" sx={{ color: 'text.secondary' }}>
      outranked
    </Box>
  );
}

/** Every mark that was found, also those that lost. */
export function ClaimsSection(props: { answer: Answer }) {
  const { claims } = props.answer;
  const narrow = useMediaQuery(useTheme().breakpoints.down('md'));
  if (claims.length === 0) {
    return null;
  }
  return (
    <Section title="Evidence: every mark that names an owner">
      {narrow ? (
        <Rows>
          {claims.map((claim, index) => (
            <li key={index}>
              <Box
                sx={{
                  display: 'flex',
                  justifyContent: 'space-between',
                  gap: 1,
                }}
              >
                <Team claim={claim} />
                <Decisive claim={claim} />
              </Box>
              <Box sx={{ fontSize: '0.875rem', color: 'text.secondary' }}>
                {describeClaimSource(claim.source)}
              </Box>
              <Mark claim={claim} />
              <Box sx={{ fontSize: '0.875rem' }}>
                <EvidenceLink evidence={claim.evidence} url={claim.url} />
              </Box>
            </li>
          ))}
        </Rows>
      ) : (
        <Table
          size="small"
          sx={{
            tableLayout: 'fixed',
            '& th, & td': {
              pl: 0,
              fontSize: '0.9375rem',
              textTransform: 'none',
              overflowWrap: 'anywhere',
              verticalAlign: 'top',
              lineHeight: 1.45,
              borderBottom: 1,
              borderColor: 'divider',
            },
            '& th': { fontSize: '0.8125rem', color: 'text.secondary' },
            '&& tbody tr': { bgcolor: 'transparent' },
            '& tbody tr:last-child td': { borderBottom: 0 },
          }}
        >
          <TableHead>
            <TableRow>
              <TableCell sx={{ width: '16%' }}>Team</TableCell>
              <TableCell sx={{ width: '20%' }}>Source</TableCell>
              <TableCell sx={{ width: '22%' }}>As written</TableCell>
              <TableCell>Where</TableCell>
              <TableCell sx={{ width: 110 }}>Verdict</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {claims.map((claim, index) => (
              <TableRow key={index}>
                <TableCell>
                  <Team claim={claim} />
                </TableCell>
                <TableCell>{describeClaimSource(claim.source)}</TableCell>
                <TableCell>
                  <Mark claim={claim} />
                </TableCell>
                <TableCell>
                  <EvidenceLink evidence={claim.evidence} url={claim.url} />
                </TableCell>
                <TableCell>
                  <Decisive claim={claim} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}
