export { modelOf } from './model';
export type { Model } from './model';
export { readEngine } from './readEngine';
export type { Variant } from './variants';
