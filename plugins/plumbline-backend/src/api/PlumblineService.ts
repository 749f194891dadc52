import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Answer } from '@plumbline/gitops-lookup';
import {
  ClusterOverview,
  FactKind,
  FactsPage,
  FactsQuery,
  FileView,
  RepositoryOverview,
  SourcesPage,
  SourcesQuery,
} from '@plumbline/plugin-plumbline-common';

export interface PlumblineOptions {
  credentials: BackstageCredentials;
}

/** What the plugin can be asked, by whomever: HTTP today, other doors later. */
export interface PlumblineService {
  lookup(question: string, options: PlumblineOptions): Promise<Answer>;
  sources(query: SourcesQuery, options: PlumblineOptions): Promise<SourcesPage>;
  refresh(sourceId: string, options: PlumblineOptions): Promise<void>;
  file(
    request: { repository: string; revision: string; path: string },
    options: PlumblineOptions,
  ): Promise<FileView>;
  facts<K extends FactKind>(
    kind: K,
    query: FactsQuery,
    options: PlumblineOptions,
  ): Promise<FactsPage<K>>;
  repository(
    name: string,
    options: PlumblineOptions,
  ): Promise<RepositoryOverview>;
  cluster(name: string, options: PlumblineOptions): Promise<ClusterOverview>;
}
