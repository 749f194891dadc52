import ChatIcon from '@mui/icons-material/ChatOutlined';
import EmailIcon from '@mui/icons-material/EmailOutlined';
import LinkIcon from '@mui/icons-material/Link';
import MenuBookIcon from '@mui/icons-material/MenuBookOutlined';
import PhoneIcon from '@mui/icons-material/PhoneInTalkOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Answer, Contact } from '@plumbline/plugin-plumbline-common';
import {
  CopyButton,
  safeUrl,
  teamName,
} from '@plumbline/plugin-plumbline-react';
import { ReactNode } from 'react';

const kinds: Record<Contact['type'], { icon: ReactNode; word: string }> = {
  oncall: { icon: <PhoneIcon />, word: 'On call' },
  chat: { icon: <ChatIcon />, word: 'Chat' },
  email: { icon: <EmailIcon />, word: 'Mail' },
  url: { icon: <LinkIcon />, word: 'Page' },
};

const order: Contact['type'][] = ['oncall', 'chat', 'email', 'url'];

const buttonStyle = {
  textTransform: 'none',
  fontSize: '1rem',
  minHeight: 42,
  overflowWrap: 'anywhere',
  textAlign: 'left',
  lineHeight: 1.3,
};

function ContactButton(props: {
  contact: Answer['contact'][number];
  team?: string;
}) {
  const { contact, team } = props;
  const { icon, word } = kinds[contact.type] ?? kinds.url;
  const url = safeUrl(
    contact.url ??
      (contact.type === 'email' ? `mailto:${contact.value}` : undefined),
  );
  const words = `${team ? `${team}: ` : ''}${contact.value}`;
  return (
    <Box
      component="li"
      sx={{ display: 'flex', alignItems: 'center', maxWidth: '100%' }}
    >
      {url ? (
        <Button
          variant={contact.type === 'oncall' ? 'contained' : 'outlined'}
          disableElevation
          startIcon={icon}
          href={url}
          target={url.startsWith('http') ? '_blank' : undefined}
          rel="noopener noreferrer"
          aria-label={`${word}: ${words}`}
          sx={buttonStyle}
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
            px: 2,
            border: 1,
            borderColor: 'divider',
            borderRadius: 1,
            overflowWrap: 'anywhere',
            '& svg': { fontSize: 20, color: 'text.secondary' },
          }}
        >
          <Box component="span" aria-hidden sx={{ display: 'flex' }}>
            {icon}
          </Box>
          <span>{words}</span>
        </Box>
      )}
      <CopyButton text={contact.value} what={contact.value} />
    </Box>
  );
}

/** How to reach the owner, the quickest way first, and what the alert itself points to. */
export function ContactRow(props: { answer: Answer }) {
  const { contact, links } = props.answer;
  const contacts = [...contact].sort(
    (a, b) =>
      order.indexOf(a.type) - order.indexOf(b.type) ||
      Number(Boolean(b.url)) - Number(Boolean(a.url)),
  );
  const severalTeams = new Set(contact.map(({ team }) => team)).size > 1;
  const shownLinks = links.filter(({ url }) => safeUrl(url));
  if (contacts.length === 0 && shownLinks.length === 0) {
    return null;
  }
  return (
    <Box
      component="ul"
      aria-label="Contact"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        mt: 2.25,
        display: 'flex',
        flexWrap: 'wrap',
        gap: 1.25,
      }}
    >
      {contacts.map(item => (
        <ContactButton
          key={`${item.team} ${item.type} ${item.value}`}
          contact={item}
          team={severalTeams ? teamName(item.team) : undefined}
        />
      ))}
      {shownLinks.map(({ title, url }) => (
        <li key={url}>
          <Button
            variant="outlined"
            color="inherit"
            startIcon={<MenuBookIcon />}
            href={safeUrl(url) ?? ''}
            target="_blank"
            rel="noopener noreferrer"
            sx={buttonStyle}
          >
            {title}
          </Button>
        </li>
      ))}
    </Box>
  );
}
