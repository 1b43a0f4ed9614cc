// npm start [-- --port N]: sets up what is missing, builds what has changed, serves the page.

import { parseArgs } from 'node:util';
import { buildPage } from './build.mjs';
import { runMain, seconds, UserError } from './lib/log.mjs';
import { distDir } from './lib/paths.mjs';
import { serve } from './serve.mjs';
import { setUp } from './setup.mjs';

const kDefaultPort = 8321;
const kPortsToTry = 50;

function parseOptions() {
  const usage = 'Usage: npm start -- [--port N]';
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
    if (values.help) throw new UserError(`${usage}\nWithout --port it takes ${kDefaultPort} or the next free port.`);
    if (values.port === undefined) return {};
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65535) throw new UserError(`--port ${values.port}: a port is a number up to 65535.`);
    return { port };
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`${error.message}\n${usage}`);
  }
}

/** Serves on `port`; without one, on the first free port from the default on. */
async function serveOnFreePort(port) {
  const candidates = port === undefined ? Array.from({ length: kPortsToTry }, (_, i) => kDefaultPort + i) : [port];
  for (const candidate of candidates) {
    try {
      return await serve({ root: distDir, port: candidate });
    } catch (error) {
      if (error.code === 'EACCES') throw new UserError(`Port ${candidate} needs root; take one above 1023.`);
      if (error.code !== 'EADDRINUSE') throw error;
    }
  }
  throw new UserError(port === undefined ? 'No free port was found.' : `Port ${port} is in use by another program.`);
}

await runMain(async () => {
  const { port } = parseOptions();
  await setUp('start');
  await buildPage();
  const { url } = await serveOnFreePort(port);
  console.log(`\nBackbeat is at ${url}  (ready after ${seconds()}; Ctrl+C stops it)`);
});
