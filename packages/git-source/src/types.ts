import { Change, FileTree } from '@plumbline/gitops-reader';

/**
 * Which part of the history to look at.
 *
 * @public
 */
export interface HistoryOptions {
  /** A commit whose changes are known already: only what came after it is looked at. */
  since?: string;
  /** How long git may work at it; what it found by then holds. One minute unless told. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/**
 * Tells again and again when paths last changed, along one walk over the history.
 *
 * @public
 */
export interface ChangeLog {
  /** As {@link OpenedCheckout.lastChanges}; one question at a time. */
  lastChanges(paths: string[]): Promise<Map<string, Change>>;
  close(): Promise<void>;
}

/**
 * A repository opened for reading.
 *
 * @public
 */
export interface OpenedCheckout {
  tree: FileTree;
  /**
   * The change that brought each path into its present state: the newest commit on the branch's own line (first
   * parents), so for a merged pull request the merge, which tells when it landed. Paths for which the history at hand
   * does not tell are absent.
   */
  lastChanges(
    paths: string[],
    options?: HistoryOptions,
  ): Promise<Map<string, Change>>;
  /** For many questions, each about few paths: the history is walked once for them all. */
  changeLog(options?: HistoryOptions): ChangeLog;
  /** Pages of the repository, where the address of its remote tells. */
  webUrl?: string;
  /** Ends what is still running. */
  close(): Promise<void>;
}

/**
 * What may be read.
 *
 * @public
 */
export interface ReadLimits {
  /** Larger files are yielded with an error. 16 MiB unless told. */
  maxFileBytes?: number;
  /** A tree with more files is refused. 1,000,000 unless told. */
  maxFiles?: number;
}
