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

/** Names of the tests that failed, without the suites that failed only because of them. */
export function parseTapFailures(tap) {
  const results = tap.matchAll(/^\s*not ok \d+ - (.*)\n(?:\s*---\n([\s\S]*?)\n\s*\.\.\.)?/gm);
  return [...results].filter(([, , details = '']) => !details.includes("failureType: 'subtestsFailed'")).map(([, name]) => name);
}

/**
 * Runs tests of a folder; {passed, failed, skipped, failing: names}.
 * @param {string} folder
 * @param {{concurrency?: number, files?: string[]}} [options] files of the folder, all if there are none
 */
export async function runNodeTests(folder, { concurrency, files: chosen = [] } = {}) {
  const absolute = path.join(projectRoot, folder);
  const all = existsSync(absolute) ? readdirSync(absolute).filter((name) => name.endsWith('.test.mjs')).sort() : [];
  const missing = chosen.filter((name) => !all.includes(name));
  if (missing.length > 0) throw new UserError(`There is no ${missing.join(', ')} in ${folder}.`);
  const files = chosen.length > 0 ? chosen : all;
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
    const tap = await readFile(tapFile, 'utf8').catch(() => '');
    const counts = { ...parseTapSummary(tap), failing: parseTapFailures(tap) };
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    await rm(tapFile, { force: true });
  }
}
