// The npm packages of a package-lock.json. A stamp written last tells a finished install from an interrupted one, and
// holds the lock file's hash so that a changed lock file installs again.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

const stampFile = (folder) => path.join(folder, 'node_modules', '.backbeat-stamp');

function wantedStamp(folder) {
  const lock = readFileSync(path.join(folder, 'package-lock.json'));
  return `${process.platform} ${process.arch} ${createHash('sha256').update(lock).digest('hex')}\n`;
}

/** Whether `folder` (the project, if not told) has the packages of its lock file. */
export function npmPackagesReady(folder = projectRoot) {
  return existsSync(stampFile(folder)) && readFileSync(stampFile(folder), 'utf8') === wantedStamp(folder);
}

export async function installNpmPackages(folder = projectRoot) {
  // --include=dev: the packages are build tools, wanted even where NODE_ENV says production.
  await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { cwd: folder });
  writeFileSync(stampFile(folder), wantedStamp(folder));
}
