// Nothing is lost: what the version of commit 79a5763 wrote, and what was written for it, still works. The files are
// from tests/golden/79a5763/make.mjs.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';

import createApp from '#wasm/app.mjs';

import {App} from '../../web/app.js';

const golden = path.join(import.meta.dirname, '../golden/79a5763');
const json = (name) => JSON.parse(readFileSync(path.join(golden, name), 'utf8'));
const agentFile = () => new Uint8Array(readFileSync(path.join(golden, 'agent.safetensors')));
const newApp = async () => new App(await createApp());

/** Of `now` only what `before` has, at every depth: later versions may say more, not less and nothing else. */
function asBefore(before, now) {
  if (before === null || typeof before !== 'object' || now === null || typeof now !== 'object') return now;
  if (Array.isArray(before)) return Array.isArray(now) ? now.map((value, i) => asBefore(before[i] ?? null, value)) : now;
  return Object.fromEntries(Object.keys(before).map((key) => [key, asBefore(before[key], now[key])]));
}

function obeyScript(app) {
  for (const command of json('script.json')) {
    app.command(command, command.type === 'load_agent' ? agentFile() : undefined);
  }
}

describe('files and scripts of an older version', () => {
  it('a stored session comes back with everything that it held', async () => {
    const app = await newApp();
    const saved = json('session.json');
    app.command({type: 'restore', origin: 'stored', document: saved});
    assert.deepEqual(asBefore(saved, app.command({type: 'document'})), saved);
  });

  it('an agent opens with its name and note, and answers', async () => {
    const app = await newApp();
    app.command({type: 'set_steps', steps: 8});
    app.command({type: 'set_pattern', kick: 'x...x...', snare: '........', locks: '........'});
    app.command({type: 'load_agent', name: 'agent.safetensors', origin: 'file'}, agentFile());
    const {agent, why_no_answer: silent, snare} = app.command({type: 'state'});
    assert.equal(agent.name, 'Golden');
    assert.equal(agent.note, 'Trained by 79a5763.');
    assert.equal(agent.gradient_steps, json('state.json').state.agent.gradient_steps);
    assert.equal(silent, '');
    assert.notEqual(snare, '........');
  });

  it('a script gives the same state, field by field', async () => {
    const app = await newApp();
    obeyScript(app);
    const before = json('state.json').state;
    const state = JSON.stringify(app.command({type: 'state'}));
    // What was a preset is a mix of the same terms now, beside a preset of that name that has a style.
    assert.ok(state.includes('"Backbeat mix"'));
    const now = JSON.parse(state.replaceAll('"Backbeat mix"', '"Backbeat"'));
    // Zones of electronic drums came to the notes that a voice listens to: none may have gone.
    for (const [voice, notes] of Object.entries(before.midi_in.notes)) {
      assert.deepEqual(notes.filter((note) => !now.midi_in.notes[voice].includes(note)), [], voice);
      now.midi_in.notes[voice] = notes;
    }
    // A script that sets none of these gets what suits the network of today.
    for (const key of ['environments', 'gamma', 'learning_rate_steps', 'exploration_steps']) {
      assert.notEqual(now.config[key], before.config[key], key);
      now.config[key] = before.config[key];
    }
    // Dynamics make two kinds of strokes now: the same onsets, of other velocities.
    const onsets = (velocities) => velocities.map((velocity) => velocity > 0);
    const snare = ({voices}) => voices.find(({name}) => name === 'snare');
    assert.deepEqual(onsets(snare(now).velocities), onsets(snare(before).velocities));
    snare(now).velocities = snare(before).velocities;
    assert.deepEqual(onsets(now.snare_velocities), onsets(before.snare_velocities));
    now.snare_velocities = before.snare_velocities;
    // Clap and toms came behind the voices that there were.
    assert.ok(now.voices.length >= before.voices.length);
    now.voices.length = before.voices.length;
    for (const [key, value] of Object.entries(before)) {
      assert.deepEqual(asBefore(value, now[key]), value, key);
    }
  });

  it('every command is still there', async () => {
    const app = await newApp();
    const now = new Set(app.command({type: 'commands'}));
    assert.deepEqual(json('state.json').commands.filter((name) => !now.has(name)), []);
  });
});
