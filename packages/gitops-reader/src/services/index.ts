export { servicesOf } from './services';
export type { Service, ServiceEnvironment, ServiceVersion } from './services';
