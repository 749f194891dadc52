import CompareArrowsIcon from '@mui/icons-material/CompareArrows';
import Box from '@mui/material/Box';
import { Answer, VersionPin } from '@plumbline/plugin-plumbline-common';
import {
  CopyButton,
  describeObject,
  EvidenceLink,
  monospace,
  repositoryName,
  Rows,
  shortRevision,
} from '@plumbline/plugin-plumbline-react';
import { compareVersions } from '../versions';
import { Section } from './Section';

function Value(props: { label: string; pins: VersionPin[]; missing: string }) {
  const { label, pins, missing } = props;
  return (
    <Box sx={{ display: 'flex', gap: 1.5, mt: 0.5, alignItems: 'baseline' }}>
      <Box
        component="span"
        sx={{
          width: 68,
          flexShrink: 0,
          fontSize: '0.875rem',
          color: 'text.secondary',
        }}
      >
        {label}
      </Box>
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        {pins.length === 0 && (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {missing}
          </Box>
        )}
        {pins.map((pin, index) => (
          <div key={index}>
            <Box component="strong" sx={{ ...monospace, fontWeight: 600 }}>
              {pin.kind === 'revision' ? shortRevision(pin.value) : pin.value}
            </Box>
            {pin.evidence.type === 'file' && (
              <Box sx={{ fontSize: '0.8125rem' }}>
                <EvidenceLink evidence={pin.evidence} />
              </Box>
            )}
          </div>
        ))}
      </Box>
    </Box>
  );
}

/** The commit that an engine applied; no file can declare that. */
function Deployed(props: { pins: VersionPin[] }) {
  return (
    <>
      {props.pins.map(({ name, value, evidence }) => (
        <Box key={value} sx={{ overflowWrap: 'anywhere' }}>
          Deployed commit{' '}
          <Box component="strong" sx={{ ...monospace, fontWeight: 600 }}>
            {shortRevision(value)}
          </Box>
          <CopyButton text={value} what={`commit ${shortRevision(value)}`} />
          <Box sx={{ fontSize: '0.875rem', color: 'text.secondary' }}>
            of {repositoryName(name)}
            {evidence.type === 'object' &&
              `, applied by ${describeObject(evidence.object)}`}
          </Box>
        </Box>
      ))}
    </>
  );
}

/** What Git says beside what runs. */
export function VersionsSection(props: { answer: Answer }) {
  const rows = compareVersions(props.answer.version);
  if (rows.length === 0) {
    return null;
  }
  return (
    <Section title="Versions">
      <Rows>
        {rows.map(({ kind, name, declared, running, differs }) => (
          <li key={`${kind} ${name}`}>
            {kind === 'revision' && declared.length === 0 ? (
              <Deployed pins={running} />
            ) : (
              <>
                <Box sx={{ overflowWrap: 'anywhere' }}>
                  {kind === 'revision' ? repositoryName(name) : name}
                </Box>
                <Value label="in Git" pins={declared} missing="not declared" />
                <Value label="running" pins={running} missing="not known" />
              </>
            )}
            {differs && (
              <Box
                sx={{
                  display: 'flex',
                  alignItems: 'center',
                  gap: 0.75,
                  mt: 0.75,
                  fontWeight: 600,
                }}
              >
                <CompareArrowsIcon
                  aria-hidden
                  fontSize="small"
                  sx={{ color: 'warning.main' }}
                />
                Git and cluster differ
              </Box>
            )}
          </li>
        ))}
      </Rows>
    </Section>
  );
}
