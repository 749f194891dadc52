export * from './types';
export * from './client';
export { placeId } from './placeId';
export { csvOf } from './csvOf';
export { rowsOf } from './rowsOf';
export * from './states';
