import { Cell, JoinedService, PinChange } from '@plumbline/gitops-promotion';
import {
  AttentionPage,
  AttentionQuery,
  Freshness,
  MatrixPage,
  MatrixQuery,
  PromotedCell,
  PromotedService,
} from '@plumbline/plugin-plumbline-common';

/** A service, judged, with the marks of its owners as they are written. */
export interface JudgedService {
  service: JoinedService;
  owners: string[];
  cells: (Cell & Pick<PromotedCell, 'runs' | 'runsReason'>)[];
  /** Clusters that were never read, or last before a version of it came: what they run is told once they are read again. */
  unread: { cluster: string; changedAt: string }[];
}

/** A source whose services were made from other facts than it has now. */
export interface ChangedSource {
  sourceId: string;
  kind: 'repository' | 'cluster';
  name: string;
  environment?: string;
  /** What it is like now: written once its services are made. */
  seen: string;
}

/** Which line of which file. */
export interface PinIdentity {
  repository: string;
  path: string;
  key: string;
  name: string;
}

export interface PinHistory {
  changes: PinChange[];
  ends?: string;
}

/** Services as they are shown, and what they were made from. */
export interface PromotionStore {
  /** Sources whose facts changed since their services were made. `mark`: what else the services depend on. */
  changedSources(mark: string): Promise<ChangedSource[]>;
  seen(source: ChangedSource): Promise<void>;
  /** Names under which facts tell of the services that a source has part in, today or before. */
  namesOf(source: ChangedSource): Promise<string[]>;
  /** Names of services that waited for a cluster to be read, and it was. */
  namesReadSince(): Promise<string[]>;
  /** Replaces the services of which a member has one of these names, writing what changed. */
  replace(
    names: string[],
    services: JudgedService[],
  ): Promise<{ written: number; removed: number }>;
  /** What lines held before, by `pinKeyOf`. Lines without a history at hand are absent. */
  histories(pins: PinIdentity[]): Promise<Map<string, PinHistory>>;

  matrix(query: MatrixQuery, now: Date): Promise<MatrixPage>;
  service(id: string, now: Date): Promise<PromotedService | undefined>;
  attention(query: AttentionQuery, now: Date): Promise<AttentionPage>;
  freshness(): Promise<Freshness>;
}
