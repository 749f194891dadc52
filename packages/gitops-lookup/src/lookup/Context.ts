import {
  Claim,
  ClaimSource,
  Evidence,
  FileLocation,
} from '@plumbline/gitops-reader';
import { Answer, Confidence } from '../answer';
import { FactIndex, SourceInfo } from '../factIndex';
import { Ownership, resolveOwners } from '../ownership/resolveOwners';
import { TeamDirectory } from '../ownership/TeamDirectory';
import { wantedKeys } from '../ownership/teamKey';
import { ObjectStore } from './ObjectStore';
import { SourceStore } from './SourceStore';
import type { LookupOptions } from './createLookup';

/** A cluster that is followed says something at least every minute or so. */
const silentMinutes = 5;

/**
 * What one question is answered with: what was read for it is kept until it is answered, and no longer.
 *
 * @internal
 */
export class Context {
  readonly index: FactIndex;
  readonly store: ObjectStore;
  readonly sources: SourceStore;

  constructor(
    readonly options: LookupOptions,
    readonly precedence: ClaimSource[],
    mostObjects?: number,
  ) {
    this.index = options.index;
    this.sources = new SourceStore(options.index);
    this.store = new ObjectStore(options.index, this.sources, mostObjects);
  }

  async directory(marks: string[]): Promise<TeamDirectory> {
    const keys = wantedKeys(marks);
    return new TeamDirectory(
      keys.length > 0 ? await this.index.teams(keys) : [],
    );
  }

  resolve(
    claims: Claim[],
    directory: TeamDirectory,
    subjectConfidence: Confidence,
  ): Ownership {
    return resolveOwners(claims, directory, {
      precedence: this.precedence,
      subjectConfidence,
      url: evidence => this.evidenceUrl(evidence),
    });
  }

  ages(
    objects: { source: string }[],
    cluster?: SourceInfo,
    kinds: string[] = [],
  ): Pick<Answer, 'asOf' | 'stale'> {
    const ids = [
      ...new Set([
        ...(cluster ? [cluster.id] : []),
        ...objects.map(({ source }) => source),
      ]),
    ];
    const now = (this.options.now?.() ?? new Date()).getTime();
    const hours = this.options.staleAfterHours ?? 24;
    const asOf: Answer['asOf'] = {};
    const stale: Answer['stale'] = [];
    for (const id of ids) {
      const source = this.sources.get(id);
      if (source?.lastSuccess) {
        asOf[id] = source.lastSuccess;
      }
      const age = source?.lastSuccess
        ? (now - Date.parse(source.lastSuccess)) / 3_600_000
        : 0;
      for (const { kind, state, reason } of source?.unread ?? []) {
        if (kinds.includes(kind)) {
          stale.push({
            source: id,
            reason: `${kind} ${state === 'forbidden' ? 'may not' : 'cannot'} be read: ${reason}`,
          });
        }
      }
      if (source?.error) {
        stale.push({ source: id, reason: source.error });
      } else if (source?.followed && age * 60 > silentMinutes) {
        stale.push({
          source: id,
          reason: `nothing was heard of it for ${Math.floor(age * 60)} minutes`,
        });
      } else if (age > hours) {
        stale.push({
          source: id,
          reason: `last read ${Math.floor(age)} hours ago`,
        });
      }
    }
    return { asOf, stale };
  }

  link(location: FileLocation): string | undefined {
    return this.options.link?.(
      location,
      this.sources.get(`repository:${location.repository}`),
    );
  }

  evidenceUrl(evidence: Evidence): string | undefined {
    return evidence.type === 'file' ? this.link(evidence.location) : undefined;
  }

  changeView<T extends { repository: string; revision: string; path: string }>(
    change: T,
  ): T & { url?: string } {
    const { repository, revision, path } = change;
    return { ...change, url: this.link({ repository, revision, path }) };
  }
}
