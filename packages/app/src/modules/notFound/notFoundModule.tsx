import {
  createFrontendModule,
  NotFoundErrorPage,
} from '@backstage/frontend-plugin-api';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  EmptyState,
  PageBody,
  TextLink,
  useDocumentTitle,
} from '@plumbline/plugin-plumbline-react';

function NotFound() {
  useDocumentTitle('No such page');
  return (
    <PageBody>
      <Box sx={{ pt: 3 }}>
        <EmptyState title="There is no such page" level={1}>
          <Typography>
            The address may be mistyped, or the page may have moved.{' '}
            <TextLink to="/oncall">On call</TextLink> finds who owns what is
            alerting, <TextLink to="/catalog">Catalog</TextLink> lists all that
            is known.
          </Typography>
        </EmptyState>
      </Box>
    </PageBody>
  );
}

export const notFoundModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    SwappableComponentBlueprint.make({
      name: 'core-not-found-error-page',
      params: define =>
        define({ component: NotFoundErrorPage, loader: () => NotFound }),
    }),
  ],
});
