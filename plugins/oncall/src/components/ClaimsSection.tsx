import CheckIcon from '@mui/icons-material/Check';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { Answer } from '@plumbline/plugin-plumbline-common';
import {
  describeClaimSource,
  distinctPlaces,
  EvidencePlace,
  monospace,
  Rows,
  TeamLink,
} from '@plumbline/plugin-plumbline-react';
import { titleOf } from '../answerText';
import { ClaimGroup, groupClaims } from '../claimGroups';
import { Section } from './Section';
import { ShowAll, useFirst } from './ShowAll';

const mostMarks = 8;

function Mark(props: { group: ClaimGroup }) {
  return (
    <Box component="span" sx={monospace}>
      {props.group.mark || '(no owner)'}
    </Box>
  );
}

function Team(props: { group: ClaimGroup; answer: Answer }) {
  const { team } = props.group;
  return team ? (
    <TeamLink team={team} title={titleOf(team, props.answer)} />
  ) : (
    <span>nobody</span>
  );
}

function Where(props: { group: ClaimGroup }) {
  return (
    <>
      {distinctPlaces(props.group.claims).map((place, index) => (
        <Box key={index} sx={{ '& + &': { mt: 0.5 } }}>
          <EvidencePlace place={place} />
        </Box>
      ))}
    </>
  );
}

function Verdict(props: { group: ClaimGroup }) {
  const { verdict } = props.group;
  return verdict === 'decides' ? (
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
      {verdict}
    </Box>
  );
}

/** Every mark that was found, also those that lost. */
export function ClaimsSection(props: { answer: Answer }) {
  const { answer } = props;
  const groups = groupClaims(answer.claims, answer.owners);
  const [shown, showAll] = useFirst(groups, mostMarks);
  const narrow = useMediaQuery(useTheme().breakpoints.down('md'));
  if (groups.length === 0) {
    return null;
  }
  return (
    <Section title="Evidence: every mark that names an owner">
      {narrow ? (
        <Rows>
          {shown.map((group, index) => (
            <li key={index}>
              <Box
                sx={{
                  display: 'flex',
                  justifyContent: 'space-between',
                  gap: 1,
                }}
              >
                <Team group={group} answer={answer} />
                <Verdict group={group} />
              </Box>
              <Box sx={{ fontSize: '0.875rem', color: 'text.secondary' }}>
                {describeClaimSource(group.source)}
              </Box>
              <Mark group={group} />
              <Box sx={{ fontSize: '0.875rem' }}>
                <Where group={group} />
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
            {shown.map((group, index) => (
              <TableRow key={index}>
                <TableCell>
                  <Team group={group} answer={answer} />
                </TableCell>
                <TableCell>{describeClaimSource(group.source)}</TableCell>
                <TableCell>
                  <Mark group={group} />
                </TableCell>
                <TableCell>
                  <Where group={group} />
                </TableCell>
                <TableCell>
                  <Verdict group={group} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <ShowAll
        shown={shown.length}
        total={groups.length}
        what="marks"
        onShow={showAll}
      />
    </Section>
  );
}
