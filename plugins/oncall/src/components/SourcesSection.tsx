import WarningIcon from '@mui/icons-material/WarningAmber';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Answer } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  describeSourceId,
  withLocalTimes,
} from '@plumbline/plugin-plumbline-react';
import { isFound } from '../answerText';
import { Section } from './Section';

/** What could not be told, in words. */
export function UnknownList(props: { unknown: string[] }) {
  if (props.unknown.length === 0) {
    return null;
  }
  return (
    <Box component="ul" sx={{ m: 0, pl: 2.5, overflowWrap: 'anywhere' }}>
      {props.unknown.map((words, index) => (
        <li key={index}>{words}</li>
      ))}
    </Box>
  );
}

/** How old each part of the answer is, and what is not known. */
export function SourcesSection(props: { answer: Answer }) {
  const { asOf, stale, unknown, tookMs } = props.answer;
  const reasons = new Map(
    stale.map(({ source, reason }) => [source, withLocalTimes(reason)]),
  );
  const ids = [...new Set([...Object.keys(asOf), ...reasons.keys()])];
  return (
    <>
      {isFound(props.answer) && unknown.length > 0 && (
        <Section title="Not known">
          <UnknownList unknown={unknown} />
        </Section>
      )}
      {ids.length > 0 && (
        <Section
          title="How old this is"
          aside={
            <Typography sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}>
              answered in {Math.max(1, Math.round(tookMs))} ms
            </Typography>
          }
        >
          <Box
            component="ul"
            sx={{
              listStyle: 'none',
              m: 0,
              p: 0,
              display: 'flex',
              flexWrap: 'wrap',
              columnGap: 4,
              rowGap: 1,
            }}
          >
            {ids.map(id => (
              <Box
                component="li"
                key={id}
                sx={{ overflowWrap: 'anywhere', minWidth: 0 }}
              >
                {describeSourceId(id)}{' '}
                <Box component="span" sx={{ color: 'text.secondary' }}>
                  read {asOf[id] ? <Age at={asOf[id]} /> : 'never'}
                </Box>
                {reasons.has(id) && (
                  <Box
                    sx={{
                      display: 'flex',
                      gap: 0.75,
                      alignItems: 'flex-start',
                    }}
                  >
                    <WarningIcon
                      aria-hidden
                      fontSize="small"
                      sx={{ color: 'warning.main' }}
                    />
                    <span>{reasons.get(id)}</span>
                  </Box>
                )}
              </Box>
            ))}
          </Box>
        </Section>
      )}
    </>
  );
}
