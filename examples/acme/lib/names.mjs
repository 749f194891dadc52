/** Clusters from the first to the last that a change reaches; `environment` is the name of its overlays. */
export const clusters = [
  { name: 'dev', environment: 'dev', engine: 'flux' },
  { name: 'staging', environment: 'staging', engine: 'argocd' },
  { name: 'prod-eu', environment: 'production-eu', engine: 'argocd' },
  { name: 'prod-us', environment: 'production-us', engine: 'argocd' },
];

export const repositories = [
  'app-config',
  'platform-config',
  'policy',
  'legacy-monolith',
  'argocd-apps',
];

export const remoteOf = repository =>
  `https://github.acme.example/acme/${repository}.git`;
