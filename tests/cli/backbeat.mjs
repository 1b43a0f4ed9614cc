// Runs the native program for the tests beside this file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const program = process.env.BACKBEAT_CLI ?? fileURLToPath(new URL('../../build/native/backbeat', import.meta.url));

/** Runs `backbeat` with these arguments: its exit status and what it printed. */
export function backbeat(...args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** Runs `backbeat`, which must succeed, and reads its JSON. */
export function backbeatJson(...args) {
  const { status, stdout, stderr } = backbeat(...args);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** A folder that is gone after the test. */
export function temporaryFolder(test) {
  const folder = mkdtempSync(path.join(tmpdir(), 'backbeat-cli-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** It refused: one sentence on the error stream, nothing on the other, exit status 2. */
export function assertRefused({ status, stdout, stderr }, words) {
  assert.equal(status, 2, stderr);
  assert.equal(stdout, '');
  assert.match(stderr, words);
  assert.match(stderr, /^backbeat: .*\.\n$/, 'one sentence');
}
