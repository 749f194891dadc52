export * from './tree';
export * from './facts';
export * from './reader';
export * from './live';
