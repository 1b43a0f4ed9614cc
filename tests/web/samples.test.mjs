import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {isSound, Samples} from '../../web/samples.js';
import {settle} from './fakes.mjs';

let stored;
let chosen;
let played;
let troubles;
let samples;

const file = (name, content, size) => ({
  name, type: '', size: size ?? content.length, arrayBuffer: async () => Uint8Array.from(content).buffer,
});

// What starts with 7 is a sound of as many seconds as the next number says.
const decode = async (bytes) => {
  const [kind, duration] = new Uint8Array(bytes);
  if (kind !== 7) throw new Error('EncodingError');
  return {duration};
};

beforeEach(() => {
  stored = new Map();
  chosen = [];
  played = [];
  troubles = [];
  samples = new Samples({
    database: {get: async (key) => stored.get(key), put: async (key, value) => { stored.set(key, value); }},
    decode,
    onSample: (voice, sample) => chosen.push([voice, sample]),
    onBuffers: (buffers) => played.push(buffers),
    onTrouble: (sentence) => troubles.push(sentence),
  });
});

test('a file is a sound by its name or its type', () => {
  assert.ok(isSound({name: 'Clap.WAV'}) && isSound({name: 'a.mp3'}) && isSound({name: 'x', type: 'audio/ogg'}));
  assert.ok(!isSound({name: 'agent.safetensors', type: ''}));
});

test('a sound is read, kept under its content, and played once the model wants it', async () => {
  await samples.add(file('clap.wav', [7, 1, 5]), 2);
  const [[voice, sample]] = chosen;
  assert.equal(voice, 2);
  assert.equal(sample.name, 'clap.wav');
  assert.deepEqual(stored.get(`sample_${sample.id}`).bytes, new Uint8Array([7, 1, 5]));
  await samples.set([null, null, sample, null, null]);
  assert.equal(played.at(-1)[2].duration, 1);
  await samples.set([null, null, null, null, null]);
  assert.deepEqual(played.at(-1), [null, null, null, null, null]);
  await samples.add(file('other.wav', [7, 1, 6]), 0);
  assert.notEqual(chosen[1][1].id, sample.id);
});

test('what is too large, too long or no sound gets a sentence and changes nothing', async () => {
  await samples.add(file('film.wav', [7, 1], 9e6), 0);
  await samples.add(file('song.mp3', [7, 180]), 0);
  await samples.add(file('letter.wav', [1, 2]), 0);
  assert.match(troubles[0], /film\.wav is too large.*8 MB/);
  assert.match(troubles[1], /song\.mp3 is too long.*180 s.*10/);
  assert.match(troubles[2], /letter\.wav is no sound.*WAV, MP3 or OGG/);
  assert.deepEqual(chosen, []);
  assert.equal(stored.size, 0);
});

test('a sound of an earlier visit is fetched, one that is gone is told once and the kit plays', async () => {
  stored.set('sample_old', {bytes: new Uint8Array([7, 2]), name: 'old.wav'});
  await samples.set([{id: 'old', name: 'old.wav'}, {id: 'gone', name: 'gone.wav'}, null, null, null]);
  await settle();
  assert.equal(played.at(-1)[0].duration, 2);
  assert.equal(played.at(-1)[1], null);
  await samples.set([{id: 'old', name: 'old.wav'}, {id: 'gone', name: 'gone.wav'}, null, null, null]);
  assert.equal(troubles.length, 1);
  assert.match(troubles[0], /gone\.wav/);
});

test('a sound that was missing plays when its file is dropped again', async () => {
  await samples.add(file('gone.wav', [7, 3]), 1);
  const [[, sample]] = chosen;
  samples.buffers.clear();
  stored.clear();
  await samples.set([null, sample, null, null, null]);
  assert.equal(played.at(-1)[1], null);
  await samples.add(file('gone.wav', [7, 3]), 1); // the model wants the same and says nothing
  assert.equal(played.at(-1)[1].duration, 3);
});

test('a full store keeps nothing, says so, and the sound plays all the same', async () => {
  samples.database.put = async () => { throw new Error('full'); };
  await samples.add(file('clap.wav', [7, 1]), 1);
  assert.equal(chosen.length, 1);
  assert.match(troubles[0], /not kept/);
});
