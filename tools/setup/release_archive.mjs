// Fetches packages of another Debian release without installing them and without touching the machine's own apt lists:
// apt does the downloading and the verifying, with a sources list, an index and a cache of our own. Needs no root.

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../lib/log.mjs';
import { run } from '../lib/run.mjs';
import { debianSources, readAptSources, sourceForRelease } from './sources.mjs';

export class ReleaseArchive {
  /** Use ReleaseArchive.open. */
  constructor(folder) {
    this.folder_ = folder;
    this.options_ = [
      ['Dir::Etc::sourcelist', path.join(folder, 'release.sources')],
      ['Dir::Etc::sourceparts', '/dev/null'],
      ['Dir::State::Lists', path.join(folder, 'lists')],
      ['Dir::Cache', path.join(folder, 'cache')],
      ['Acquire::Languages', 'none'],
      ['Acquire::Retries', '3'],
      ['APT::Sandbox::User', ''], // apt's own download user may not enter our folder
    ].flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  }

  /**
   * The archive of release `codename`, from the mirror the machine already uses for its own release `ownCodename`.
   * Index files go to `folder`, which the caller removes.
   */
  static async open(folder, codename, ownCodename) {
    const sources = debianSources(readAptSources(), ownCodename);
    if (sources.length === 0) {
      throw new UserError(`No Debian mirror for ${ownCodename} (component main) in /etc/apt; set-up needs one.`);
    }
    await mkdir(path.join(folder, 'lists', 'partial'), { recursive: true });
    await mkdir(path.join(folder, 'cache', 'archives', 'partial'), { recursive: true });
    const archive = new ReleaseArchive(folder);
    const failures = [];
    for (const source of sources) {
      await writeFile(path.join(folder, 'release.sources'), sourceForRelease(source, codename));
      const { code, output } = await archive.#aptGet(['--error-on=any', 'update'], { check: false });
      if (code === 0) return archive;
      failures.push(output.trimEnd());
    }
    throw new UserError(`Debian ${codename} could not be read through this machine's mirror:\n${failures.join('\n')}`);
  }

  #aptGet(args, options = {}) {
    return run('apt-get', [...this.options_, ...args], options);
  }

  /** Downloads binary packages into a new folder and returns {name: path of the .deb}. */
  async download(names) {
    const folder = path.join(this.folder_, 'debs');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    await this.#aptGet(['download', ...names], { cwd: folder });
    const files = await readdir(folder);
    return Object.fromEntries(
      names.map((name) => [name, path.join(folder, files.find((file) => file.startsWith(`${name}_`)))]),
    );
  }

  /** Downloads a source package into a new folder (apt verifies it against the signed index) and returns the folder. */
  async downloadSource(name, version) {
    const folder = path.join(this.folder_, `source-${name}`);
    await mkdir(folder);
    await this.#aptGet(['source', '--download-only', `${name}=${version}`], { cwd: folder });
    return folder;
  }
}

/** Unpacks a .deb below `folder`, leaving out what the tar patterns in `exclude` match. */
export async function unpackDeb(deb, folder, exclude = []) {
  await mkdir(folder, { recursive: true });
  const excludeOptions = exclude.map((pattern) => `--exclude=${pattern}`);
  const script = 'set -o pipefail; dpkg-deb --fsys-tarfile "$1" | tar --extract --directory "$2" --no-same-owner "${@:3}"';
  await run('bash', ['-c', script, 'unpack', deb, folder, ...excludeOptions]);
}
