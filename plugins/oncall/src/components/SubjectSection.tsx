import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { Answer } from '@plumbline/plugin-plumbline-common';
import {
  CopyButton,
  describeConfidence,
  describeSubject,
  TeamLink,
} from '@plumbline/plugin-plumbline-react';
import { Section } from './Section';

function Fact(props: { name: string; value?: string }) {
  const { name, value } = props;
  if (!value) {
    return null;
  }
  return (
    <Chip
      variant="outlined"
      label={
        <>
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {name}{' '}
          </Box>
          {value}
        </>
      }
      sx={{
        m: 0,
        maxWidth: '100%',
        height: 'auto',
        minHeight: 32,
        '& .v5-MuiChip-label': {
          whiteSpace: 'normal',
          overflowWrap: 'anywhere',
          py: 0.5,
        },
      }}
    />
  );
}

/** What is alerting, where it runs, and how it was found. */
export function SubjectSection(props: { answer: Answer }) {
  const { subject } = props.answer;
  if (!subject) {
    return null;
  }
  return (
    <Section title="What and where">
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 0.5, mb: 1 }}>
        <Typography
          sx={{
            fontSize: '1.375rem',
            fontWeight: 600,
            lineHeight: 1.3,
            overflowWrap: 'anywhere',
          }}
        >
          {subject.type === 'team' ? (
            <TeamLink team={subject.team} title={subject.title} />
          ) : (
            describeSubject(subject)
          )}
        </Typography>
        <CopyButton text={describeSubject(subject)} what="name" />
      </Box>
      {subject.type === 'object' && (
        <>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
            <Fact name="cluster" value={subject.cluster} />
            <Fact name="environment" value={subject.environment} />
            <Fact name="status" value={subject.status} />
          </Box>
          {subject.reasons.length > 0 && (
            <>
              <Typography
                sx={{
                  mt: 2,
                  mb: 0.5,
                  color: 'text.secondary',
                  fontSize: '0.875rem',
                }}
              >
                How it was found ({describeConfidence(subject.confidence)})
              </Typography>
              <Box
                component="ol"
                sx={{
                  m: 0,
                  pl: 2.5,
                  fontSize: '0.9375rem',
                  overflowWrap: 'anywhere',
                }}
              >
                {subject.reasons.map((reason, index) => (
                  <li key={index}>{reason}</li>
                ))}
              </Box>
            </>
          )}
        </>
      )}
    </Section>
  );
}
