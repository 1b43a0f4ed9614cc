// Running other programs: quiet when they succeed, their whole output when they fail, a sign of life in between.

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { info, seconds, UserError } from './log.mjs';

const kHeartbeatMs = 15_000;
const kHeartbeatAsideMs = 60_000;

/** Puts a session of its own behind all the others, and ends it with this process, until the function it returns is called. */
function giveWay(pid) {
  os.setPriority(pid, os.constants.priority.PRIORITY_LOW);
  try {
    writeFileSync(`/proc/${pid}/autogroup`, '19'); // Linux may share the processor by session first, and only then by process
  } catch {
    // This one does not.
  }
  const end = () => process.kill(-pid);
  const endBy = (signal) => {
    end();
    process.kill(process.pid, signal); // once more, with nobody to catch it
  };
  process.once('exit', end).once('SIGINT', endBy).once('SIGTERM', endBy);
  return () => process.off('exit', end).off('SIGINT', endBy).off('SIGTERM', endBy);
}

/**
 * Runs a program and returns {code, output}. Options beyond spawn's own:
 *   live    show the output as it comes instead of keeping it for the failure message
 *   check   false returns a non-zero code instead of throwing
 *   aside   it gives way to everything else that runs, and its signs of life are rarer
 */
export async function run(command, args, { live = false, check = true, aside = false, ...options } = {}) {
  const begin = performance.now();
  const stdio = ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'];
  const child = spawn(command, args, { stdio, detached: aside, ...options });
  const release = aside && child.pid ? giveWay(child.pid) : () => {};
  let output = '';
  const keep = (chunk) => (output += chunk);
  child.stdout?.setEncoding('utf8').on('data', keep);
  child.stderr?.setEncoding('utf8').on('data', keep);
  const heartbeat = setInterval(() => {
    if (live) return;
    const lastLine = output.trimEnd().split(/[\r\n]/).at(-1).slice(0, 90);
    info(`still at it after ${seconds(begin)}: ${lastLine}`);
  }, aside ? kHeartbeatAsideMs : kHeartbeatMs);

  const code = await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new UserError(`Could not run ${command}: ${error.message}`)));
    child.once('close', (exitCode, signal) => resolve(exitCode ?? `signal ${signal}`));
  }).finally(() => {
    clearInterval(heartbeat);
    release();
  });

  if (code !== 0 && check) {
    const shown = [command, ...args].join(' ');
    throw new UserError(`${output.trimEnd()}\n\nThis command failed (${code}): ${shown}`.trimStart());
  }
  return { code, output };
}
