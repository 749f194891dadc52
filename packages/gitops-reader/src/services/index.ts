export { servicesOf } from './services';
export type { Service, ServiceEnvironment } from './services';
