// Installing Debian packages: only what is missing, patient with another apt that is running, and able to carry on
// where an interrupted installation stopped.

import { readFileSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { info, UserError } from '../lib/log.mjs';
import { findOnPath } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

const kLockPatienceMs = 10 * 60 * 1000;
const kLockRetryMs = 5000;

/** 'bookworm' on Debian 12; undefined on anything that is not Debian. */
export function debianCodename() {
  if (!existsSync('/etc/os-release')) return undefined;
  const fields = Object.fromEntries(
    readFileSync('/etc/os-release', 'utf8')
      .split('\n')
      .map((line) => /^(\w+)="?([^"]*)"?$/.exec(line))
      .filter(Boolean)
      .map(([, key, value]) => [key, value]),
  );
  return fields.ID === 'debian' ? fields.VERSION_CODENAME : undefined;
}

/** The words to put before a command that needs root, or undefined when there is no way to become root unasked. */
export async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  if (!findOnPath('sudo')) return undefined;
  const { code } = await run('sudo', ['-n', 'true'], { check: false });
  return code === 0 ? ['sudo', '-n'] : undefined;
}

/** Names of packages that dpkg began to install and did not finish. */
async function halfInstalled(names) {
  if (names.length === 0 || !findOnPath('dpkg-query')) return new Set();
  const { output } = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], { check: false });
  const half = ['half-installed', 'unpacked', 'half-configured', 'triggers-awaited', 'triggers-pending'];
  return new Set(
    output
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, status]) => half.includes(status))
      .map(([name]) => name),
  );
}

/** The names of the packages in `packages` (see packages.mjs) that this machine lacks. */
export async function missingPackages(packages) {
  const half = await halfInstalled(packages.map(({ name }) => name));
  return packages.filter(({ name, present }) => !present() || half.has(name)).map(({ name }) => name);
}

/** Runs apt or dpkg as root; while another one holds the lock, waits. */
async function runAsRoot(prefix, args) {
  const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C.UTF-8', ...args];
  const deadline = Date.now() + kLockPatienceMs;
  for (;;) {
    const { code, output } = await run(command, rest, { check: false });
    if (code === 0) return;
    const locked = /Could not get lock|Unable to acquire the dpkg frontend lock|is locked by another process|is another process using it/.test(output);
    if (!locked || Date.now() > deadline) throw new UserError(`${output.trimEnd()}\n\nThis failed: ${args.join(' ')}`);
    info('another package installation is running; waiting for it');
    await sleep(kLockRetryMs);
  }
}

/** Installs packages by name. */
export async function installPackages(names, prefix) {
  await runAsRoot(prefix, ['dpkg', '--configure', '-a']);
  // A broken third-party source must not stop us: if Debian's own failed too, the install below says so.
  await runAsRoot(prefix, ['apt-get', '-o', 'Acquire::Retries=3', 'update']).catch((error) =>
    info(`apt-get update: ${error.message.split('\n')[0]}`),
  );
  await runAsRoot(prefix, [
    'apt-get', '-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=60', 'install', '--yes', '--no-install-recommends',
    '--fix-broken', ...names,
  ]);
}
