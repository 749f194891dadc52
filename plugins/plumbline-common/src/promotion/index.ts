export * from './types';
export * from './client';
export { csvOf } from './csvOf';
export { rowsOf } from './rowsOf';
