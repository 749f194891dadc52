export { versionFilesReader } from './reader';
