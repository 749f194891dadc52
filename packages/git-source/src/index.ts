export {
  checkBranch,
  checkRemote,
  describeAddress,
  type RepositoryAddress,
} from './address';
export {
  inspectDirectory,
  openCheckout,
  type LocalRepository,
  type OpenCheckoutOptions,
} from './checkout';
export { openCommit, type OpenCommitOptions } from './commit';
export { GitError, type GitErrorReason } from './gitError';
export type { HistoryCommit } from './history';
export type { OpenedHistory } from './openedHistory';
export type {
  ChangeLog,
  HistoryOptions,
  OpenedCheckout,
  ReadLimits,
} from './types';
export { GitMirrors, type GitMirrorsOptions, type GitSource } from './mirrors';
