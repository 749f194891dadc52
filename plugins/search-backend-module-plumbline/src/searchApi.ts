// The only file that knows the alpha API of the search.
export { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
