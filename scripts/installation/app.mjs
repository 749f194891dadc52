import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { done } from '../lib/console.mjs';
import { digestOf } from '../lib/digest.mjs';
import { root, yarn } from '../lib/paths.mjs';
import { must, mustRefuse, mustSay } from './must.mjs';
import { applied } from './documents.mjs';
import { publishable } from './packages.mjs';
import { releasedWith } from './release.mjs';
import { digestOfTexts } from './stages.mjs';

/** The scaffolder of Backstage 1.55. */
const CREATE_APP = '@backstage/create-app@0.9.2';
/** What npm has not got for every platform on the day of a release is pinned in this checkout: the app gets the same pins. */
const PINS = ['better-sqlite3', '@swc/core', 'unrs-resolver', 'rollup', 'got'];
/** Made by installing and building; all else in an app is what somebody wrote. */
const MADE = new Set([
  'node_modules',
  'dist',
  'dist-types',
  'install-state.gz',
]);

async function ourDependencies() {
  const packages = await publishable();
  return [...packages.values()].map(({ manifest: { dependencies } }) => ({
    dependencies,
  }));
}

/**
 * A Backstage app as its scaffolder makes it. It is outside of this checkout: what our packages forget to depend on must be missing
 * there.
 */
export class PlainApp {
  /** @param {'new' | 'legacy'} template */
  constructor(template) {
    const cache =
      process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
    this.template = template;
    this.home = path.join(
      cache,
      'plumbline/installation',
      `${template}-${digestOfTexts(root).slice(0, 8)}`,
    );
    this.directory = path.join(this.home, 'app');
    this.plain = path.join(this.home, 'plain');
    this.env = {
      ...process.env,
      PATH: [
        path.join(this.home, 'bin'),
        path.dirname(process.execPath),
        process.env.PATH,
      ].join(path.delimiter),
      BACKSTAGE_APP_NAME: 'installation',
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      YARN_ENABLE_TELEMETRY: 'false',
      // All that runs here comes with binaries, as in this checkout; compiling takes minutes, and headers from elsewhere.
      YARN_ENABLE_SCRIPTS: 'false',
      // Asks for types where only npm's search knows, and does not get over it where that cannot be reached.
      YARN_TS_ENABLE_AUTO_TYPES: 'false',
      // A busy machine takes its time for answers.
      YARN_HTTP_TIMEOUT: '600000',
      YARN_NETWORK_CONCURRENCY: '8',
    };
  }

  /** What it is made of. */
  async digest() {
    return digestOfTexts(
      CREATE_APP,
      this.template,
      JSON.stringify(await this.#pins()),
      JSON.stringify(await ourDependencies()),
      digestOf([
        'scripts/installation/app.mjs',
        'scripts/installation/release.mjs',
      ]),
    );
  }

  /** Has the scaffolder write it anew. */
  async scaffold() {
    await fs.rm(this.home, { recursive: true, force: true });
    await fs.mkdir(this.directory, { recursive: true });
    await fs.mkdir(path.join(this.home, 'bin'));
    // The scaffolder asks for a yarn: this checkout has one.
    await fs.writeFile(
      path.join(this.home, 'bin/yarn'),
      `#!/bin/sh\nexec '${process.execPath}' '${yarn}' "$@"\n`,
      { mode: 0o755 },
    );
    await must(
      this.#log('create-app'),
      'npm',
      [
        'exec',
        '--yes',
        '--package',
        CREATE_APP,
        '--',
        'backstage-create-app',
        '--path',
        this.directory,
        '--skip-install',
        ...(this.template === 'legacy' ? ['--legacy'] : []),
      ],
      { cwd: this.home, env: this.env },
    );
    // Backstage as it was on the day of the release, as the lock file of an app that was made then has it.
    const release = await this.#release();
    const pins = await this.#pins();
    await this.edit('package.json', text => {
      const manifest = JSON.parse(text);
      Object.assign(manifest.resolutions, release, pins);
      return `${JSON.stringify(manifest, null, 2)}\n`;
    });
    const { version } = JSON.parse(
      await fs.readFile(path.join(this.directory, 'backstage.json'), 'utf8'),
    );
    done(
      `Backstage ${version}, ${Object.keys(release).length} packages of its release`,
    );
  }

  /** Installs what it is made with, and keeps what was written so far beside it. */
  async install() {
    await this.yarn('install');
    await fs.rm(this.plain, { recursive: true, force: true });
    await this.#copy(this.directory, this.plain);
  }

  /** Makes it what the scaffolder wrote; what was installed stays, and is corrected by the next `yarn`. */
  async restore() {
    await this.#copy(this.plain, this.directory);
  }

  /**
   * Does what a document says: its commands, its lines, and its configuration with the folders that are there.
   *
   * @param {{ file?: string, content: string }[]} blocks
   * @param {string} me a home of somebody, for `/home/me`
   */
  async follow(blocks, me) {
    for (const { content } of blocks.filter(({ file }) => !file)) {
      for (const [, args] of content.matchAll(/^yarn (.+)$/gm)) {
        await this.yarn(...args.trim().split(/\s+/));
        done(`yarn ${args.slice(0, 60)} …`);
      }
    }
    for (const { file, content } of blocks.filter(each => each.file)) {
      if (file.endsWith('.yaml')) {
        await fs.writeFile(
          path.join(this.directory, file),
          content.replaceAll('/home/me', me),
        );
      } else {
        await this.edit(file, text => applied(text, content));
      }
      done(file);
    }
  }

  async edit(file, change) {
    const name = path.join(this.directory, file);
    await fs.writeFile(name, change(await fs.readFile(name, 'utf8')));
  }

  /**
   * Builds the pages, and keeps them under a name.
   *
   * @param {string} name
   * @param {Record<string, string>} [env]
   */
  async build(name, env) {
    await must(
      this.#log(`build ${name}`),
      'yarn',
      ['workspace', 'app', 'build'],
      { cwd: this.directory, env: { ...this.env, ...env } },
    );
    await this.#replace(this.#dist, path.join(this.home, `pages-${name}`));
  }

  /** Has the backend serve the pages that were built under a name. */
  async serve(name) {
    await this.#replace(path.join(this.home, `pages-${name}`), this.#dist);
  }

  async yarn(...args) {
    await must(this.#log(args.slice(0, 4).join(' ')), 'yarn', args, {
      cwd: this.directory,
      env: this.env,
    });
  }

  /** `yarn` with something in the environment that it has to refuse, in these words. */
  async yarnRefuses(words, env, ...args) {
    await mustRefuse(
      'yarn',
      args,
      { cwd: this.directory, env: { ...this.env, ...env } },
      words,
    );
  }

  /** Versions of Backstage's packages that this app and our packages lead to. */
  async #release() {
    const manifests = await Promise.all(
      ['.', 'packages/app', 'packages/backend'].map(async folder => {
        const file = path.join(this.directory, folder, 'package.json');
        return JSON.parse(await fs.readFile(file, 'utf8'));
      }),
    );
    return await releasedWith(
      [...manifests, ...(await ourDependencies())],
      async packages =>
        (
          await mustSay(
            'yarn',
            [
              'npm',
              'info',
              ...packages,
              '--fields',
              'name,dependencies',
              '--json',
            ],
            { cwd: this.directory, env: this.env },
          )
        )
          .trim()
          .split('\n')
          .map(line => JSON.parse(line)),
    );
  }

  #log(what) {
    return path.join(this.home, `${what.replaceAll(/\W+/g, '-')}.log`);
  }

  get #dist() {
    return path.join(this.directory, 'packages/app/dist');
  }

  async #replace(from, to) {
    await fs.rm(to, { recursive: true, force: true });
    await fs.cp(from, to, { recursive: true });
  }

  async #pins() {
    const { resolutions } = JSON.parse(
      await fs.readFile(path.join(root, 'package.json'), 'utf8'),
    );
    return Object.fromEntries(PINS.map(name => [name, resolutions[name]]));
  }

  async #copy(from, to) {
    await fs.cp(from, to, {
      recursive: true,
      filter: source =>
        !path
          .relative(from, source)
          .split(path.sep)
          .some(part => MADE.has(part)),
    });
  }
}
