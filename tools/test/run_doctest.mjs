// Runs a doctest program and counts its test cases.

import { run } from '../lib/run.mjs';
import { UserError } from '../lib/log.mjs';

/** Counts from doctest's last lines, or undefined when it did not get there. */
export function parseDoctestSummary(output) {
  const match = /test cases:\s*(\d+)\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed\s*\|\s*(\d+) skipped/.exec(output);
  if (!match) return undefined;
  const [, , passed, failed, skipped] = match.map(Number);
  return { passed, failed, skipped };
}

/** The same of several runs that divide the cases among them: what each skips is what the others run. */
export function addDoctestRuns(runs) {
  const passed = runs.reduce((sum, run) => sum + run.passed, 0);
  const failed = runs.reduce((sum, run) => sum + run.failed, 0);
  const all = Math.max(...runs.map((run) => run.passed + run.failed + run.skipped));
  return { passed, failed, skipped: Math.max(0, all - passed - failed) };
}

async function runPart(command, args) {
  const { code, output } = await run(command, [...args, '--no-colors'], {
    check: false,
    env: { ...process.env, UBSAN_OPTIONS: 'print_stacktrace=1' },
  });
  const counts = parseDoctestSummary(output);
  if (code !== 0) console.error(output.trimEnd());
  if (!counts) throw new UserError(`The test program ended (${code}) without a summary.`);
  // A sanitizer may complain after the last test, when all of them have passed.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Runs a doctest program: at once in as many processes as there are `parts`, the filters that divide its cases. */
export async function runDoctest(command, args, parts = [[]]) {
  return addDoctestRuns(await Promise.all(parts.map((filters) => runPart(command, [...args, ...filters]))));
}
