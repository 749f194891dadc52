import ListItem from '@mui/material/ListItem';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import { PortalLink, teamName } from '@plumbline/plugin-plumbline-react';
import { ReactNode } from 'react';

/** What the search keeps of a thing, or of a file. */
export interface FoundDocument {
  title: string;
  text: string;
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
  const { title, text, location, kind } = result;
  const what = kind === undefined ? 'File' : (kinds[kind] ?? kind);
  return (
    <ListItem alignItems="flex-start" divider>
      {icon && <ListItemIcon>{icon}</ListItemIcon>}
      <ListItemText
        primary={<PortalLink to={location}>{title}</PortalLink>}
        secondary={[what, ...ownerOf(result), text].join(' · ')}
        sx={{ overflowWrap: 'anywhere' }}
      />
    </ListItem>
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
