// Running other programs: quiet when they succeed, their whole output when they fail, a sign of life in between.

import { spawn } from 'node:child_process';
import { info, seconds, UserError } from './log.mjs';

const kHeartbeatMs = 15_000;

/**
 * Runs a program and returns {code, output}. Options beyond spawn's own:
 *   live    show the output as it comes instead of keeping it for the failure message
 *   check   false returns a non-zero code instead of throwing
 */
export async function run(command, args, { live = false, check = true, ...options } = {}) {
  const begin = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'], ...options });
  let output = '';
  const keep = (chunk) => (output += chunk);
  child.stdout?.setEncoding('utf8').on('data', keep);
  child.stderr?.setEncoding('utf8').on('data', keep);
  const heartbeat = setInterval(() => {
    if (live) return;
    const lastLine = output.trimEnd().split(/[\r\n]/).at(-1).slice(0, 90);
    info(`still at it after ${seconds(begin)}: ${lastLine}`);
  }, kHeartbeatMs);

  const code = await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new UserError(`Could not run ${command}: ${error.message}`)));
    child.once('close', (exitCode, signal) => resolve(exitCode ?? `signal ${signal}`));
  }).finally(() => clearInterval(heartbeat));

  if (code !== 0 && check) {
    const shown = [command, ...args].join(' ');
    throw new UserError(`${output.trimEnd()}\n\nThis command failed (${code}): ${shown}`.trimStart());
  }
  return { code, output };
}
