import {
  createFrontendModule,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { Navigate } from 'react-router-dom';

/** The portal lands on the question that it is there for. */
const landing = PageBlueprint.make({
  name: 'landing',
  params: {
    path: '/',
    noHeader: true,
    loader: async () => <Navigate to="/oncall" replace />,
  },
});

export const homeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [landing],
});
