import { catalogPath } from '../links';
import { teamName } from '../words';
import { TextLink } from './TextLink';

/** A team by its title, leading to its page in the catalog. @public */
export function TeamLink(props: { team: string; title?: string }) {
  const { team, title } = props;
  return <TextLink to={catalogPath(team)}>{title || teamName(team)}</TextLink>;
}
