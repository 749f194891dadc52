export * from './declared';
export * from './evidence';
export * from './live';
export * from './promotion';
export * from './repository';
