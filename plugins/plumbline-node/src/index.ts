export * from './extensions';
export * from './alerts';
export * from './alertmanagerAlerts';
export * from './onCall';
export * from './promotion';
export * from './verify';
export * from './payloadAlerts';
export * from './serviceRequests';
