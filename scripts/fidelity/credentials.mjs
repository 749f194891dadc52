const cloudProviders = ['aws', 'gcp', 'azure'];

/** `none`, `gcp-oidc`, `static-gcp-key`: which clouds a workflow convinces, and how. */
function expectedOf(kind) {
  const provider = cloudProviders.find(name => kind.includes(name));
  return provider
    ? [`${provider} ${kind.includes('static') ? 'static' : 'oidc'}`]
    : [];
}

/** Credentials for clouds, workflow by workflow. Those for anything else are counted, and not judged. */
export function credentials(truth, report) {
  const workflows = truth.ciCredentials;
  const said = (file, among) => [
    ...new Set(
      report.credentials
        .filter(credential => credential.file === file && among(credential))
        .map(({ provider, method }) => `${provider} ${method}`),
    ),
  ];
  const isCloud = ({ provider }) => cloudProviders.includes(provider);
  let [found, expected, right, reported] = [0, 0, 0, 0];
  const misses = [];
  const others = new Set();
  for (const { workflow, kind } of workflows) {
    const wanted = expectedOf(kind);
    const got = said(workflow, isCloud);
    expected += wanted.length;
    found += wanted.filter(item => got.includes(item)).length;
    reported += got.length;
    // An identity that the truth cannot place is no error.
    const known = item =>
      wanted.includes(item) ||
      (kind === 'id-token-other' && item.endsWith('oidc'));
    right += got.filter(known).length;
    misses.push(
      ...wanted
        .filter(item => !got.includes(item))
        .map(item => `missing: ${item} (${workflow})`),
      ...got
        .filter(item => !known(item))
        .map(item => `not in truth: ${item} (${workflow})`),
    );
    for (const item of said(workflow, credential => !isCloud(credential))) {
      others.add(`${item} (${workflow})`);
    }
  }
  return [
    {
      name: 'CI credentials, clouds',
      recall: [found, expected],
      precision: [right, reported],
      note: `${workflows.length} workflows, ${others.size} credentials for others`,
      misses,
      said: [...others].map(item => `for others: ${item}`),
    },
  ];
}
