export * from './fakeApi';
export * from './samples';
