// The only file that knows the alpha blueprints of the search.
import {
  SearchFilterResultTypeBlueprint,
  SearchResultListItemBlueprint,
} from '@backstage/plugin-search-react/alpha';
import FileIcon from '@mui/icons-material/DescriptionOutlined';
import TeamsIcon from '@mui/icons-material/GroupsOutlined';
import { isPlumblineResult } from './searchTypes';

/** Results of Plumbline in the search, and the type to filter by. */
export const searchExtensions = [
  SearchResultListItemBlueprint.make({
    params: {
      predicate: isPlumblineResult,
      icon: <TeamsIcon />,
      component: () =>
        import('./components/SearchResultItem').then(m => m.SearchResultItem),
    },
  }),
  SearchFilterResultTypeBlueprint.make({
    name: 'things',
    params: {
      value: 'plumbline',
      name: 'Teams and services',
      icon: <TeamsIcon />,
    },
  }),
  SearchFilterResultTypeBlueprint.make({
    name: 'files',
    params: {
      value: 'plumbline-file',
      name: 'Configuration',
      icon: <FileIcon />,
    },
  }),
];
