import PhoneIcon from '@mui/icons-material/PhoneInTalkOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { Answer } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  CopyButton,
  safeUrl,
  teamName,
  TextLink,
} from '@plumbline/plugin-plumbline-react';
import { untilWords } from '../alerts/alertWords';
import { titleOf } from '../answerText';
import { buttonStyle } from './buttonStyle';

type OnCall = NonNullable<Answer['onCall']>[number];

/** Where the contact of whoever is on call leads: a page, a phone number or a mailbox. */
export function directAddress(contact: string | undefined): string | undefined {
  if (!contact) {
    return undefined;
  }
  if (/^[^\s@]+@[^\s@]+$/.test(contact)) {
    return `mailto:${contact}`;
  }
  return /^\+?[\d\s()-]{6,}$/.test(contact)
    ? `tel:${contact.replace(/[^\d+]/g, '')}`
    : safeUrl(contact);
}

/** Who is on call for the owners at this moment, as the directories said when they were asked last. */
export function OnCallNow(props: { answer: Answer }) {
  const { answer } = props;
  const { onCall = [], owners } = answer;
  if (onCall.length === 0) {
    return null;
  }
  const first = onCall.find(({ contact }) => directAddress(contact));
  return (
    <Box
      component="ul"
      aria-label="On call now"
      sx={{ listStyle: 'none', m: 0, mt: 2, p: 0, display: 'grid', gap: 1 }}
    >
      {onCall.map((entry, at) => (
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
            team={owners.length > 1 ? titleOf(entry.team, answer) : undefined}
            // Several teams: which of them to call is what is still to be decided.
            primary={owners.length <= 1 && entry === first}
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
              sx={buttonStyle}
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
