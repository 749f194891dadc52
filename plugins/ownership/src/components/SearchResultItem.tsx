import Box from '@mui/material/Box';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import { PortalLink, teamName } from '@plumbline/plugin-plumbline-react';
import { ReactNode } from 'react';

/** What the search keeps of a thing, or of a file. */
export interface FoundDocument {
  title: string;
  /** Where it is; of a file, its repository, and what it declares or configures. */
  where?: string;
  location: string;
  kind?: string;
  owner?: string;
  contested?: boolean;
}

const kinds: Record<string, string> = {
  team: 'Team',
  service: 'Service',
  namespace: 'Namespace',
};

/** A team, service, namespace or file that the search found, with who owns it. */
export function SearchResultItem(props: {
  result?: FoundDocument;
  icon?: ReactNode;
}) {
  const { result, icon } = props;
  if (!result) {
    return null;
  }
  const { title, where, location, kind } = result;
  const what = kind === undefined ? 'File' : (kinds[kind] ?? kind);
  return (
    // What shows the results puts it into an item of its list.
    <Box sx={{ display: 'flex', alignItems: 'flex-start' }}>
      {icon && <ListItemIcon>{icon}</ListItemIcon>}
      <ListItemText
        primary={<PortalLink to={location}>{title}</PortalLink>}
        secondary={[what, ...ownerOf(result), where]
          .filter(Boolean)
          .join(' · ')}
        sx={{ overflowWrap: 'anywhere' }}
      />
    </Box>
  );
}

function ownerOf({ kind, owner, contested }: FoundDocument): string[] {
  if (kind === undefined || kind === 'team') {
    return [];
  }
  if (!owner) {
    return ['owned by nobody'];
  }
  return [
    `owned by ${teamName(owner)}${contested ? ', which others contest' : ''}`,
  ];
}
