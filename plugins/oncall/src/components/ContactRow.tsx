import ChatIcon from '@mui/icons-material/ChatOutlined';
import EmailIcon from '@mui/icons-material/EmailOutlined';
import LinkIcon from '@mui/icons-material/Link';
import MenuBookIcon from '@mui/icons-material/MenuBookOutlined';
import PersonIcon from '@mui/icons-material/PersonOutlined';
import PhoneIcon from '@mui/icons-material/PhoneInTalkOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { Answer, Contact } from '@plumbline/plugin-plumbline-common';
import { CopyButton, safeUrl } from '@plumbline/plugin-plumbline-react';
import { Fragment, ReactNode } from 'react';
import { titleOf } from '../answerText';
import { buttonStyle } from './buttonStyle';
import { directAddress } from './OnCallNow';

const kinds: Record<Contact['type'], { icon: ReactNode; word: string }> = {
  oncall: { icon: <PhoneIcon />, word: 'On call' },
  chat: { icon: <ChatIcon />, word: 'Chat' },
  email: { icon: <EmailIcon />, word: 'Mail' },
  url: { icon: <LinkIcon />, word: 'Page' },
  person: { icon: <PersonIcon />, word: 'Member' },
};

const order: Contact['type'][] = ['oncall', 'chat', 'email', 'url', 'person'];

type TeamContact = Answer['contact'][number];

function addressOf(contact: TeamContact): string | undefined {
  return safeUrl(
    contact.url ??
      (contact.type === 'email' ? `mailto:${contact.value}` : undefined),
  );
}

/** The quickest way first; what leads to the same place only once. */
export function sortContacts(contact: TeamContact[]): TeamContact[] {
  const seen = new Set<string>();
  return [...contact]
    .sort(
      (a, b) =>
        order.indexOf(a.type) - order.indexOf(b.type) ||
        Number(Boolean(addressOf(b))) - Number(Boolean(addressOf(a))),
    )
    .filter(item => {
      const keys = [item.value, addressOf(item)]
        .filter(Boolean)
        .map(part => `${item.team} ${part}`.toLowerCase());
      const known = keys.some(key => seen.has(key));
      keys.forEach(key => seen.add(key));
      return !known;
    });
}

function ContactButton(props: {
  contact: TeamContact;
  team?: string;
  primary: boolean;
}) {
  const { contact, team, primary } = props;
  const { icon, word } = kinds[contact.type] ?? kinds.url;
  const url = addressOf(contact);
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

const rowStyle = {
  listStyle: 'none',
  m: 0,
  p: 0,
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  columnGap: 2,
  rowGap: 1.25,
};

/** How to reach each owner, the quickest way first, and what the alert itself points to. */
export function ContactRow(props: { answer: Answer }) {
  const { answer } = props;
  const { contact, links, onCall = [] } = answer;
  const contacts = sortContacts(contact);
  const teams = [...new Set(contact.map(({ team }) => team))];
  const single = teams.length <= 1;
  // Several teams: which of them to call is what is still to be decided. And whoever is on call comes first.
  const isCalled = onCall.some(entry => directAddress(entry.contact));
  const primary = single && !isCalled ? contacts.find(addressOf) : undefined;
  const shownLinks = links.filter(({ url }) => safeUrl(url));
  return (
    <>
      {teams.map(team => (
        <Fragment key={team}>
          {!single && (
            <Typography sx={{ mt: 2, mb: 0.75, fontWeight: 600 }}>
              {titleOf(team, answer)}
            </Typography>
          )}
          <Box
            component="ul"
            aria-label={
              single ? 'Contact' : `Contact of ${titleOf(team, answer)}`
            }
            sx={[rowStyle, single && { mt: 2.25 }]}
          >
            {contacts
              .filter(item => item.team === team)
              .map(item => (
                <ContactButton
                  key={`${item.type} ${item.value}`}
                  contact={item}
                  team={single ? undefined : titleOf(team, answer)}
                  primary={item === primary}
                />
              ))}
          </Box>
        </Fragment>
      ))}
      {shownLinks.length > 0 && (
        <Box component="ul" aria-label="Links" sx={[rowStyle, { mt: 1.25 }]}>
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
      )}
    </>
  );
}
