import ChatIcon from '@mui/icons-material/ChatOutlined';
import EmailIcon from '@mui/icons-material/EmailOutlined';
import LinkIcon from '@mui/icons-material/Link';
import PersonIcon from '@mui/icons-material/PersonOutlined';
import PhoneIcon from '@mui/icons-material/PhoneInTalkOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Contact } from '@plumbline/plugin-plumbline-common';
import { ReactNode } from 'react';
import { contactAddress, sortContacts } from '../contacts';
import { inARow, largeButton } from '../styles';
import { CopyButton } from './CopyButton';

const kinds: Record<Contact['type'], { icon: ReactNode; word: string }> = {
  oncall: { icon: <PhoneIcon />, word: 'On call' },
  chat: { icon: <ChatIcon />, word: 'Chat' },
  email: { icon: <EmailIcon />, word: 'Mail' },
  url: { icon: <LinkIcon />, word: 'Page' },
  person: { icon: <PersonIcon />, word: 'Member' },
};

function ContactButton(props: {
  contact: Contact;
  team?: string;
  primary: boolean;
}) {
  const { contact, team, primary } = props;
  const { icon, word } = kinds[contact.type] ?? kinds.url;
  const url = contactAddress(contact);
  const words = contact.value;
  // The words on a link are no address that would be worth copying.
  const copied = !url || ['chat', 'email'].includes(contact.type);
  return (
    <Box
      component="li"
      sx={{ display: 'flex', alignItems: 'center', maxWidth: '100%' }}
    >
      {url ? (
        <Button
          variant={primary ? 'contained' : 'outlined'}
          disableElevation
          startIcon={icon}
          href={url}
          target={url.startsWith('http') ? '_blank' : undefined}
          rel="noopener noreferrer"
          aria-label={[word, team, words].filter(Boolean).join(': ')}
          sx={largeButton}
        >
          {words}
        </Button>
      ) : (
        <Box
          sx={{
            display: 'flex',
            alignItems: 'center',
            gap: 1,
            minHeight: 42,
            overflowWrap: 'anywhere',
            '& svg': { fontSize: 20, color: 'text.secondary' },
          }}
        >
          <Box component="span" aria-hidden sx={{ display: 'flex' }}>
            {icon}
          </Box>
          <span>
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {/* A name that a pager knows, and nobody's. */}
              {contact.type === 'oncall' ? 'Paged as' : word}:
            </Box>{' '}
            {words}
          </span>
        </Box>
      )}
      {copied && <CopyButton text={contact.value} what={contact.value} />}
    </Box>
  );
}

/** How to reach one team, the quickest way first. @public */
export function ContactList(props: {
  contacts: Contact[];
  /** Name of the list. */
  label: string;
  /** What the team is called, where there are several. */
  team?: string;
  /** Whether the quickest way stands out: nobody is on call who would be called first. */
  primary?: boolean;
}) {
  const { label, team, primary = false } = props;
  const contacts = sortContacts(props.contacts);
  const quickest = contacts.find(contactAddress);
  return (
    <Box component="ul" aria-label={label} sx={inARow}>
      {contacts.map(contact => (
        <ContactButton
          key={`${contact.type} ${contact.value}`}
          contact={contact}
          team={team}
          primary={primary && contact === quickest}
        />
      ))}
    </Box>
  );
}
