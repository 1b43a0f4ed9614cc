// Runs the *.test.mjs files of a folder with Node's own test runner: readable results on the terminal, and TAP in a
// file to count from.

import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../lib/log.mjs';
import { buildDir, projectRoot } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

/** Counts from the comment lines at the end of Node's TAP output. */
export function parseTapSummary(tap) {
  const number = (key) => Number(new RegExp(`^# ${key} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
  return {
    passed: number('pass'),
    failed: number('fail') + number('cancelled'),
    skipped: number('skipped') + number('todo'),
  };
}

export async function runNodeTests(folder, { concurrency } = {}) {
  const absolute = path.join(projectRoot, folder);
  const files = existsSync(absolute) ? readdirSync(absolute).filter((name) => name.endsWith('.test.mjs')).sort() : [];
  if (files.length === 0) throw new UserError(`There is no ${folder}/*.test.mjs.`);

  const tapFile = path.join(buildDir, `tap-${path.basename(folder)}-${process.pid}.txt`);
  await mkdir(buildDir, { recursive: true });
  const args = ['--test', '--test-reporter=spec', '--test-reporter-destination=stdout'];
  args.push('--test-reporter=tap', `--test-reporter-destination=${tapFile}`);
  if (concurrency) args.push(`--test-concurrency=${concurrency}`);
  try {
    const { code } = await run(process.execPath, [...args, ...files.map((name) => path.join(folder, name))], {
      cwd: projectRoot,
      live: true,
      check: false,
    });
    const counts = parseTapSummary(await readFile(tapFile, 'utf8').catch(() => ''));
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    await rm(tapFile, { force: true });
  }
}
