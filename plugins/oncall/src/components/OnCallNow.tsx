import PhoneIcon from '@mui/icons-material/PhoneInTalkOutlined';
import Box from '@mui/material/Box';
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

type OnCall = NonNullable<Answer['onCall']>[number];

/** Where a contact leads: a page, a phone number or a mailbox. */
function addressOf(contact: string | undefined): string | undefined {
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
  const { onCall = [], owners } = props.answer;
  if (onCall.length === 0) {
    return null;
  }
  const titleOf = (team: string) =>
    owners.find(owner => owner.team === team)?.title || teamName(team);
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
            team={owners.length > 1 ? titleOf(entry.team) : undefined}
          />
        </Box>
      ))}
    </Box>
  );
}

function Entry(props: { entry: OnCall; team?: string }) {
  const { entry, team } = props;
  const { person, contact, escalation = [], source, asOf, url } = entry;
  const address = addressOf(contact);
  const name = person ? teamName(person) : 'nobody is named';
  return (
    <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center' }}>
        <span>
          On call{team && ` for ${team}`}: <strong>{name}</strong>
          {entry.until && ` until ${untilWords(entry.until, new Date())}`}
          {contact && (
            <>
              {', '}
              <TextLink to={address}>{contact}</TextLink>
            </>
          )}
        </span>
        {contact && <CopyButton text={contact} what={contact} />}
      </Box>
      <Typography sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
        {escalation.length > 0 && `then ${escalation.join(', ')}; `}
        says <TextLink to={safeUrl(url)}>{source}</TextLink>, asked{' '}
        <Age at={asOf} />
      </Typography>
    </Box>
  );
}
