export { plumblineModuleGithub as default } from './module';
