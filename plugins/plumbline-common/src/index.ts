export * from './permissions';
export * from './types';
export * from './client';
export * from './ownership';
export * from './ownershipClient';
export type { ClientOptions } from './request';
export * from './promotion';
export * from './alerts';
export * from './catalogEntries';
