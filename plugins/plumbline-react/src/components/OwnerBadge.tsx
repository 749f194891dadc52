import GroupsIcon from '@mui/icons-material/GroupsOutlined';
import PersonIcon from '@mui/icons-material/PersonOutlined';
import Box from '@mui/material/Box';
import { TeamLink } from './TeamLink';

/** A team in a line of text: icon, name, link. @public */
export function OwnerBadge(props: { team: string; title?: string }) {
  const Icon = props.team.startsWith('user:') ? PersonIcon : GroupsIcon;
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75 }}
    >
      <Icon fontSize="small" sx={{ color: 'text.secondary' }} aria-hidden />
      <TeamLink {...props} />
    </Box>
  );
}
