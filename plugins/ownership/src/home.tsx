// The only file that knows the alpha blueprints of the home page.
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';

/** The teams of whoever is signed in, for a home page. */
export const homeExtensions = [
  HomePageWidgetBlueprint.make({
    params: {
      name: 'my-teams',
      title: 'Your teams',
      description: 'What your teams have to look at, and what they own',
      components: () =>
        import('./components/MyTeams').then(m => ({
          Content: () => <m.MyTeamsWidget />,
        })),
    },
  }),
];
