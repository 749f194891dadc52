export { plumblineModuleGit as default } from './module';
