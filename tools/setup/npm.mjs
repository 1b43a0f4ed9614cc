// The npm packages of package-lock.json. A stamp written last tells a finished install from an interrupted one, and
// holds the lock file's hash so that a changed lock file installs again.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

const stampFile = path.join(projectRoot, 'node_modules', '.backbeat-stamp');

function wantedStamp() {
  const lock = readFileSync(path.join(projectRoot, 'package-lock.json'));
  return `${process.platform} ${process.arch} ${createHash('sha256').update(lock).digest('hex')}\n`;
}

export function npmPackagesReady() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp();
}

export async function installNpmPackages() {
  // --include=dev: the packages are build tools, wanted even where NODE_ENV says production.
  await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { cwd: projectRoot });
  writeFileSync(stampFile, wantedStamp());
}
