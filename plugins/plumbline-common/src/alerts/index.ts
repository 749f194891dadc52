export * from './alertInLine';
export * from './types';
export * from './client';
