import PhoneIcon from '@mui/icons-material/PhoneInTalkOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { OnCall } from '@plumbline/plugin-plumbline-common';
import { directAddress, safeUrl } from '../links';
import { largeButton } from '../styles';
import { teamName, untilWords } from '../words';
import { Age } from './Age';
import { CopyButton } from './CopyButton';
import { TextLink } from './TextLink';

/** Who is on call at this moment, as rotas say, and directories when they were asked last. @public */
export function OnCallList(props: {
  entries: OnCall[];
  /** What the team of an entry is called, where there are several. */
  titleOf?: (team: string) => string;
}) {
  const { entries, titleOf } = props;
  if (entries.length === 0) {
    return null;
  }
  const first = entries.find(({ contact }) => directAddress(contact));
  return (
    <Box
      component="ul"
      aria-label="On call now"
      sx={{ listStyle: 'none', m: 0, mt: 2, p: 0, display: 'grid', gap: 1 }}
    >
      {entries.map((entry, at) => (
        <Box
          component="li"
          key={at}
          sx={{ display: 'flex', gap: 1, alignItems: 'flex-start' }}
        >
          <PhoneIcon
            aria-hidden
            sx={{ color: 'text.secondary', mt: 0.25, flex: 'none' }}
          />
          <Entry
            entry={entry}
            team={titleOf?.(entry.team)}
            // Several teams: which of them to call is what is still to be decided.
            primary={!titleOf && entry === first}
          />
        </Box>
      ))}
    </Box>
  );
}

function Entry(props: { entry: OnCall; team?: string; primary: boolean }) {
  const { entry, team, primary } = props;
  const { person, contact, escalation = [], source, asOf, url } = entry;
  const address = directAddress(contact);
  const name = person ? teamName(person) : 'nobody is named';
  return (
    <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
      On call{team && ` for ${team}`}: <strong>{name}</strong>
      {entry.until && ` until ${untilWords(entry.until, new Date())}`}
      {contact && (
        <Box sx={{ display: 'flex', alignItems: 'center', my: 0.5 }}>
          {address ? (
            <Button
              variant={primary ? 'contained' : 'outlined'}
              disableElevation
              href={address}
              target={address.startsWith('http') ? '_blank' : undefined}
              rel="noopener noreferrer"
              aria-label={`${name}: ${contact}`}
              sx={largeButton}
            >
              {contact}
            </Button>
          ) : (
            contact
          )}
          <CopyButton text={contact} what={contact} />
        </Box>
      )}
      <Typography sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
        {escalation.length > 0 && `then ${escalation.join(', ')}; `}
        says <TextLink to={safeUrl(url)}>{source}</TextLink>, asked{' '}
        <Age at={asOf} />
      </Typography>
    </Box>
  );
}
