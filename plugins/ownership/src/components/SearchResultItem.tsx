import FileIcon from '@mui/icons-material/DescriptionOutlined';
import NamespaceIcon from '@mui/icons-material/FolderOutlined';
import TeamIcon from '@mui/icons-material/GroupsOutlined';
import ServiceIcon from '@mui/icons-material/WidgetsOutlined';
import Box from '@mui/material/Box';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import { PortalLink, teamName } from '@plumbline/plugin-plumbline-react';

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

const kinds: Record<string, { word: string; icon: typeof FileIcon }> = {
  team: { word: 'Team', icon: TeamIcon },
  service: { word: 'Service', icon: ServiceIcon },
  namespace: { word: 'Namespace', icon: NamespaceIcon },
};
const file = { word: 'File', icon: FileIcon };

/** A team, service, namespace or file that the search found, with who owns it. */
export function SearchResultItem(props: { result?: FoundDocument }) {
  const { result } = props;
  if (!result) {
    return null;
  }
  const { title, where, location, kind } = result;
  const { word, icon: Icon } =
    kind === undefined ? file : (kinds[kind] ?? { ...file, word: kind });
  return (
    // What shows the results puts it into an item of its list.
    <Box sx={{ display: 'flex', alignItems: 'flex-start' }}>
      <ListItemIcon sx={{ minWidth: 40, mt: 1 }}>
        <Icon aria-hidden />
      </ListItemIcon>
      <ListItemText
        primary={<PortalLink to={location}>{title}</PortalLink>}
        secondary={[word, ...ownerOf(result), where]
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
