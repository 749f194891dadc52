export {
  checkBranch,
  checkRemote,
  describeAddress,
  isLocalPath,
  isObjectId,
  type RepositoryAddress,
} from './address';
export {
  inspectDirectory,
  openCheckout,
  type LocalRepository,
  type OpenCheckoutOptions,
} from './checkout';
export { openCommit, type OpenCommitOptions } from './commit';
export { GitError, scrub, type GitErrorReason } from './gitError';
export {
  changedPaths,
  readSubject,
  type ChangedPaths,
  type HistoryCommit,
} from './history';
export type { OpenedHistory } from './openedHistory';
export type {
  ChangeLog,
  HistoryOptions,
  OpenedCheckout,
  ReadLimits,
} from './types';
export { GitMirrors, type GitMirrorsOptions, type GitSource } from './mirrors';
