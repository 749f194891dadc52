export * from './answer';
export * from './factIndex';
