import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { Answer } from '@plumbline/gitops-lookup';
import {
  CatalogEntriesPage,
  ConfigFilesPage,
  ClusterOverview,
  CoveragePage,
  FactsPage,
  AttentionPage,
  FileView,
  MatrixPage,
  PromotedService,
  HistoryPage,
  RepositoryOverview,
  ServiceComparison,
  SourcesPage,
  TeamsPage,
  TeamView,
  ThingsPage,
  UnsettledThing,
} from '@plumbline/plugin-plumbline-common';
import { components } from './generated/types';

type Schemas = components['schemas'];

// Compiles only while the types that clients use fit the description.
const fits: {
  answer: (answer: Answer) => Schemas['Answer'];
  page: (page: SourcesPage) => Schemas['SourcesPage'];
  file: (file: FileView) => Schemas['FileView'];
  facts: (page: FactsPage) => Schemas['FactsPage'];
  overview: (found: RepositoryOverview) => Schemas['RepositoryOverview'];
  cluster: (found: ClusterOverview) => Schemas['ClusterOverview'];
  matrix: (page: MatrixPage) => Schemas['MatrixPage'];
  promoted: (found: PromotedService) => Schemas['PromotedService'];
  teams: (page: TeamsPage) => Schemas['TeamsPage'];
  team: (found: TeamView) => Schemas['TeamView'];
  things: (page: ThingsPage) => Schemas['ThingsPage'];
  unsettled: (page: ThingsPage<UnsettledThing>) => Schemas['UnsettledPage'];
  coverage: (page: CoveragePage) => Schemas['CoveragePage'];
  history: (page: HistoryPage) => Schemas['HistoryPage'];
  attention: (page: AttentionPage) => Schemas['AttentionPage'];
  compared: (found: ServiceComparison) => Schemas['ServiceComparison'];
  entries: (page: CatalogEntriesPage) => Schemas['CatalogEntriesPage'];
  files: (page: ConfigFilesPage) => Schemas['ConfigFilesPage'];
} = {
  answer: answer => answer,
  page: page => page,
  file: file => file,
  facts: page => page,
  overview: found => found,
  cluster: found => found,
  matrix: page => page,
  promoted: found => found,
  teams: page => page,
  team: found => found,
  things: page => page,
  unsettled: page => page,
  coverage: page => page,
  history: page => page,
  attention: page => page,
  compared: found => found,
  entries: page => page,
  files: page => page,
};

describe('openapi.yaml', () => {
  it('is what the generated files were made from', () => {
    expect(Object.keys(fits)).toHaveLength(18);
    const root = path.resolve(__dirname, '../..');
    expect(() =>
      execFileSync(
        process.execPath,
        [path.join(root, 'scripts/generate-openapi.mjs'), '--check'],
        { cwd: root, stdio: 'pipe' },
      ),
    ).not.toThrow();
  });
});
