import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Answer, ConfigView } from '@plumbline/plugin-plumbline-common';
import {
  CopyButton,
  FileLink,
  monospace,
  Rows,
  secondary,
} from '@plumbline/plugin-plumbline-react';
import { ConfigFile, groupByFile } from '../configFiles';
import { Section } from './Section';
import { ShowAll, useFirst } from './ShowAll';

const roles: Record<ConfigView['role'], string> = {
  manifest: 'Manifest',
  overlay: 'Overlay',
  values: 'Values',
  application: 'Deployment',
};

const mostFiles = 10;

function nameOf({ path, line }: ConfigView): string {
  return `${path}${line ? `:${line}` : ''}`;
}

/** What each line of a file does. */
function Lines(props: { places: ConfigView[] }) {
  return (
    <Box
      component="ul"
      sx={{ listStyle: 'none', m: 0, mt: 0.5, p: 0, fontSize: '0.9375rem' }}
    >
      {props.places.map((place, index) => (
        <Box
          component="li"
          key={index}
          sx={{ display: 'flex', gap: 1.5, alignItems: 'baseline' }}
        >
          <Box sx={{ ...monospace, minWidth: '4ch', flexShrink: 0 }}>
            <FileLink location={place} url={place.url} label={nameOf(place)}>
              {place.line ? `:${place.line}` : place.path}
            </FileLink>
          </Box>
          <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>{place.note}</Box>
        </Box>
      ))}
    </Box>
  );
}

function File(props: { file: ConfigFile }) {
  const { role, repository, path, places } = props.file;
  const [first] = places;
  const single = places.length === 1;
  const name = single ? nameOf(first) : path;
  return (
    <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1 }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Box sx={monospace}>
          <FileLink location={first} url={first.url}>
            {name}
          </FileLink>
        </Box>
        <Typography sx={{ ...secondary, mt: 0.25 }}>
          {[roles[role] ?? role, single && first.note, repository]
            .filter(Boolean)
            .join(' · ')}
        </Typography>
        {!single && <Lines places={places} />}
      </Box>
      <CopyButton text={name} what={`path ${name}`} />
    </Box>
  );
}

/** The files that configure it, each with the lines to look at. */
export function ConfigSection(props: { answer: Answer }) {
  const { config, subject } = props.answer;
  const files = groupByFile(config);
  const [shown, showAll] = useFirst(files, mostFiles);
  if (files.length === 0) {
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
        {shown.map(file => (
          <li key={`${file.role} ${file.repository} ${file.path}`}>
            <File file={file} />
          </li>
        ))}
      </Rows>
      <ShowAll
        shown={shown.length}
        total={files.length}
        what="files"
        onShow={showAll}
      />
    </Section>
  );
}
