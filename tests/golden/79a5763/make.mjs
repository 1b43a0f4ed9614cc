// What the version of commit 79a5763 wrote: node tests/golden/79a5763/make.mjs CHECKOUT
//
// CHECKOUT is a folder with that commit checked out and built (`npm run build` there). Its native program trains the
// agent, and its page's program obeys script.json; what comes of it is kept beside this file:
//   agent.safetensors  an agent of 8 steps, from `backbeat train`
//   session.json       the document as the browser stored it after the script
//   state.json         everything a script could read then, and the names of all commands
// The test that opens these with today's program: tests/web/golden.test.mjs. Nobody needs to run this again, unless
// script.json grows.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const checkout = path.resolve(process.argv[2]);
const here = import.meta.dirname;
const load = (file) => import(pathToFileURL(path.join(checkout, file)));

const agentFile = path.join(here, 'agent.safetensors');
execFileSync(path.join(checkout, 'build/native/backbeat'), [
  'train', '--steps', '8', '--hidden-units', '16', '--hidden-layers', '1', '--preset', 'Backbeat', '--episodes', '400',
  '--seed', '3', '--name', 'Golden', '--note', 'Trained by 79a5763.', '--out', agentFile,
]);

const { default: createApp } = await load('build/wasm/app.mjs');
const { App } = await load('web/app.js');
const app = new App(await createApp());
for (const command of JSON.parse(readFileSync(path.join(here, 'script.json'), 'utf8'))) {
  app.command(command, command.type === 'load_agent' ? new Uint8Array(readFileSync(agentFile)) : undefined);
}
const write = (name, value) => writeFileSync(path.join(here, name), `${JSON.stringify(value)}\n`);
write('session.json', app.command({ type: 'document' }));
write('state.json', { commands: app.command({ type: 'commands' }), state: app.command({ type: 'state' }) });
