import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Answer, ConfigView } from '@plumbline/plugin-plumbline-common';
import { CopyButton, FileLink } from '@plumbline/plugin-plumbline-react';
import { monospace, Rows, Section } from './Section';

const roles: Record<ConfigView['role'], string> = {
  manifest: 'Manifest',
  overlay: 'Overlay',
  values: 'Values',
  application: 'Deployment',
};

/** The files that configure it, each with the line to look at. */
export function ConfigSection(props: { answer: Answer }) {
  const { config, subject } = props.answer;
  if (config.length === 0) {
    return !subject || subject.type === 'team' ? null : (
      <Section title="Configuration">
        <Typography sx={{ color: 'text.secondary' }}>
          No file in the indexed repositories configures it.
        </Typography>
      </Section>
    );
  }
  return (
    <Section title="Configuration">
      <Rows>
        {config.map(place => {
          const { role, repository, path, line, note, url } = place;
          const name = `${path}${line ? `:${line}` : ''}`;
          return (
            <li key={`${role} ${repository} ${name}`}>
              <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1 }}>
                <Box sx={{ flex: 1, minWidth: 0 }}>
                  <Box sx={monospace}>
                    <FileLink location={place} url={url}>
                      {name}
                    </FileLink>
                  </Box>
                  <Typography
                    sx={{
                      fontSize: '0.875rem',
                      color: 'text.secondary',
                      overflowWrap: 'anywhere',
                      mt: 0.25,
                    }}
                  >
                    {[roles[role] ?? role, note, repository]
                      .filter(Boolean)
                      .join(' · ')}
                  </Typography>
                </Box>
                <CopyButton text={name} what={`path ${name}`} />
              </Box>
            </li>
          );
        })}
      </Rows>
    </Section>
  );
}
