export * from './declared';
export * from './evidence';
export * from './live';
export * from './repository';
