export * from './fakeAlertsApi';
export * from './fakeApi';
export * from './samples';
export * from './fakeTeamsApi';
