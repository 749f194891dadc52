import MenuBookIcon from '@mui/icons-material/MenuBookOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { Answer } from '@plumbline/plugin-plumbline-common';
import {
  ContactList,
  directAddress,
  inARow,
  largeButton,
  safeUrl,
} from '@plumbline/plugin-plumbline-react';
import { Fragment } from 'react';
import { titleOf } from '../answerText';

/** How to reach each owner, the quickest way first, and what the alert itself points to. */
export function ContactRow(props: { answer: Answer }) {
  const { answer } = props;
  const { contact, links, onCall = [] } = answer;
  const teams = [...new Set(contact.map(({ team }) => team))];
  const single = teams.length <= 1;
  // Several teams: which of them to call is what is still to be decided. And whoever is on call comes first.
  const isCalled = onCall.some(entry => directAddress(entry.contact));
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
          <Box sx={single ? { mt: 2.25 } : undefined}>
            <ContactList
              contacts={contact.filter(item => item.team === team)}
              label={single ? 'Contact' : `Contact of ${titleOf(team, answer)}`}
              team={single ? undefined : titleOf(team, answer)}
              primary={single && !isCalled}
            />
          </Box>
        </Fragment>
      ))}
      {shownLinks.length > 0 && (
        <Box component="ul" aria-label="Links" sx={[inARow, { mt: 1.25 }]}>
          {shownLinks.map(({ title, url }) => (
            <li key={url}>
              <Button
                variant="outlined"
                color="inherit"
                startIcon={<MenuBookIcon />}
                href={safeUrl(url) ?? ''}
                target="_blank"
                rel="noopener noreferrer"
                sx={largeButton}
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
