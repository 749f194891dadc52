export { servicesOf } from './services';
export type {
  Service,
  ServiceEnvironment,
  ServiceObject,
  ServiceVersion,
} from './services';
