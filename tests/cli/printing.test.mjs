// What comes from a file or from the arguments reaches the terminal as text, never as an escape sequence.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertRefused, backbeat, backbeatJson, temporaryFolder } from './backbeat.mjs';

const oldAgent = fileURLToPath(new URL('data/old_agent.safetensors', import.meta.url));
const dangers = ['\u001b[2J', '\u009b31m', '\u202egnp.exe', 'one\nname            Forged', '\u0007', '\u2066', '\r', '\u007f'];
const acting = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** A copy of the old agent with its header's text changed. */
function rewritten(folder, change) {
  const bytes = readFileSync(oldAgent);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  change(header);
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(text.length));
  const file = path.join(folder, 'changed.safetensors');
  writeFileSync(file, Buffer.concat([size, text, bytes.subarray(8 + length)]));
  return file;
}

test('files written by the program before, and the shipped one, open', () => {
  assert.equal(backbeatJson('info', oldAgent, '--json').name, 'Old hand');
  const shipped = fileURLToPath(new URL('../../assets/agent-16.safetensors', import.meta.url));
  assert.equal(backbeatJson('info', shipped, '--json').name, 'Counterpart');
});

test("info prints an agent's name and note as one harmless line each", (t) => {
  const folder = temporaryFolder(t);
  for (const danger of dangers) {
    const file = rewritten(folder, ({ __metadata__: metadata }) => {
      Object.assign(metadata, { name: `A${danger}Z`, note: `B${danger}Z`, app_version: `1${danger}2` });
    });
    const { status, stdout } = backbeat('info', file);
    assert.equal(status, 0);
    assert.doesNotMatch(stdout, acting);
    assert.match(stdout, /^name +A.*Z\nnote +B.*Z\nnetwork /);
    const json = backbeat('info', file, '--json').stdout;
    assert.doesNotMatch(json, acting);
    assert.equal(JSON.parse(json).name, `A${danger}Z`);
  }
});

test('names of any script are printed as they are', (t) => {
  const file = rewritten(temporaryFolder(t), ({ __metadata__: metadata }) => {
    metadata.name = '夜のスネア תשובה 🥁';
  });
  assert.match(backbeat('info', file).stdout, /^name +夜のスネア תשובה 🥁\n/);
  assert.equal(backbeatJson('info', file, '--json').name, '夜のスネア תשובה 🥁');
});

test('a refusal that quotes a file or an argument is one harmless line', (t) => {
  const folder = temporaryFolder(t);
  for (const danger of dangers) {
    const changes = [
      (header) => { header.__metadata__.layer_sizes = danger; },
      (header) => { header.__metadata__.config = JSON.stringify({ [danger]: 1 }); },
      (header) => { header.__metadata__.reward = JSON.stringify({ terms: { [danger]: {} } }); },
      (header) => { header.__metadata__[danger] = 5; },
      (header) => { header[danger] = { dtype: 'F16' }; },
    ];
    for (const change of changes) {
      const result = backbeat('info', rewritten(folder, change));
      assertRefused(result, /changed\.safetensors: /);
      assert.doesNotMatch(result.stderr, acting);
    }
    for (const args of [['info', `${folder}/${danger}`], ['train', '--out', 'x', '--preset', danger], [danger]]) {
      const result = backbeat(...args);
      assert.equal(result.status, 2);
      assert.doesNotMatch(result.stderr, acting);
    }
  }
});
