import { teamPath } from '@plumbline/plugin-plumbline-common';
import { usePagePath } from '../hooks/usePagePath';
import { catalogPath } from '../links';
import { teamsRouteRef } from '../routes';
import { teamName } from '../words';
import { TextLink } from './TextLink';

/** A team by its title, leading to its page among Teams; to the one in the catalog, which not every team has, where Teams is not installed. @public */
export function TeamLink(props: { team: string; title?: string }) {
  const { team, title } = props;
  const teams = usePagePath(teamsRouteRef);
  return (
    <TextLink to={teams ? teamPath(teams, team) : catalogPath(team)}>
      {title || teamName(team)}
    </TextLink>
  );
}
