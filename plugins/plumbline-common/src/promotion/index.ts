export * from './types';
export * from './client';
export { rowsOf } from './rowsOf';
