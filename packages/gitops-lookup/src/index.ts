export * from './answer';
export * from './factIndex';
export * from './memory/MemoryIndex';
export * from './memory/kinds';
export * from './ownership/teamKey';
