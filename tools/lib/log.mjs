// What the tools print: numbered steps with the seconds they took, and one plain sentence when something is wrong.

const started = performance.now();
let steps = 0;

/** An error whose message is meant for the person at the terminal: printed without a stack. */
export class UserError extends Error {}

export function seconds(since = started) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

export function info(text) {
  console.log(`    ${text}`);
}

/** Runs `work` as the next numbered step and says how long it took. */
export async function step(title, work) {
  const number = ++steps;
  const begin = performance.now();
  console.log(`[${number}] ${title} ...`);
  const result = await work();
  console.log(`[${number}] ${title}: done in ${seconds(begin)} (${seconds()} in all)`);
  return result;
}

/** Runs a tool's main function; a failure ends the process with exit code 1. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(`\n${error instanceof UserError ? error.message : error.stack}`);
    process.exit(1);
  }
}
