// Files of notes, out and in.

import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {parseMidi, writeMidi} from 'midi-file';

import createApp from '#wasm/app.mjs';

import {App} from '../../web/app.js';
import {midiOf, openMidi} from '../../web/groove_files.js';
import {decodeMidi, encodeMidi} from '../../web/midi_file.js';
import {Model} from '../../web/model.js';

const notesOf = {kick: [36, 35], snare: [38, 40], hat: [42, 44]};
const newModel = async () => new Model(new App(await createApp()), () => {});

const file = (tracks, header = {}) => Uint8Array.from(writeMidi({header: {format: 1, numTracks: tracks.length, ticksPerBeat: 480, ...header}, tracks}));
const on = (deltaTime, noteNumber, velocity = 100, channel = 9) => ({deltaTime, type: 'noteOn', channel, noteNumber, velocity});
const off = (deltaTime, noteNumber, channel = 9) => ({deltaTime, type: 'noteOff', channel, noteNumber, velocity: 0});
const end = (deltaTime = 0) => ({deltaTime, meta: true, type: 'endOfTrack'});

function randomFrom(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

describe('a file of notes', () => {
  it('has a track of tempo and metre, and one for each voice that plays, on the drums\' channel', () => {
    const bytes = encodeMidi(
      {hits: [[0, 0, 0, 127, 0], [1, 500, 1, 90, 0], [1.5, 750, 0, 60, 0]], tempos: [[0, 120], [2, 90]], quarters: 4, signature: '3/4'},
      [{name: 'kick', note: 36}, {name: 'snare', note: 38}, {name: 'rim', note: 37}]);
    const {header, tracks} = parseMidi(bytes);
    assert.equal(header.format, 1);
    assert.equal(tracks.length, 3);
    const [conductor, kick, snare] = tracks;
    assert.deepEqual(conductor.filter(({type}) => type === 'setTempo').map(({microsecondsPerBeat}) => microsecondsPerBeat), [500000, 666667]);
    const metre = conductor.find(({type}) => type === 'timeSignature');
    assert.deepEqual([metre.numerator, metre.denominator], [3, 4]);
    assert.equal(kick[0].text, 'kick');
    let at = 0;
    const kicks = kick.flatMap((event) => {
      at += event.deltaTime;
      return event.type === 'noteOn' ? [[at / header.ticksPerBeat, event.noteNumber, event.velocity, event.channel]] : [];
    });
    assert.deepEqual(kicks, [[0, 36, 127, 9], [1.5, 36, 60, 9]]);
    assert.equal(snare.filter(({type}) => type === 'noteOff').length, 1);
    assert.equal(at / header.ticksPerBeat, 4, 'as long as the pattern');
  });

  it('comes back as the same pattern, for a thousand random ones', async () => {
    const model = await newModel();
    const random = randomFrom(5);
    const voices = ['kick', 'snare', 'rim', 'hat', 'open_hat', 'clap', 'low_tom', 'high_tom'];
    for (let turn = 0; turn < 1000; turn++) {
      const steps = [16, 32, 64][random(3)];
      model.send({type: 'set_steps', steps});
      for (const voice of voices) {
        model.send({type: 'randomise', voice, seed: random(1e6), share: random(10) / 10});
      }
      const before = model.send({type: 'state'});
      const bytes = midiOf(model, false);
      model.send({type: 'clear'});
      model.send({type: 'unlock_all'});
      const empty = voices.every((voice) => before.voices.find(({name}) => name === voice).velocities.every((velocity) => velocity === 0));
      if (empty) continue;
      openMidi(model, bytes, 'same.mid');
      const after = model.send({type: 'state'});
      assert.equal(after.steps, before.steps);
      for (const [i, voice] of before.voices.entries()) assert.deepEqual(after.voices[i].velocities, voice.velocities, voice.name);
      assert.deepEqual(after.details, []);
    }
  });

  it('keeps the distance to the grid as micro-timing, the tempo, and triplets as triplets', () => {
    const early = decodeMidi(file([[on(0, 36), off(60, 36), on(420 + 12, 38), off(10, 38), end(1440)]]), notesOf);
    assert.deepEqual(early.slot.details, [{voice: 'snare', step: 4, probability: 100, micro: 10, ratchets: 1}]);
    const tempo = {deltaTime: 0, meta: true, type: 'setTempo', microsecondsPerBeat: 600000};
    const triplets = decodeMidi(file([[tempo, on(0, 36), on(160, 42), on(160, 42), on(160, 36), on(160, 42), end(1280)]]), notesOf);
    assert.equal(triplets.slot.resolution, 'triplets');
    assert.equal(triplets.slot.steps, 12);
    assert.equal(triplets.slot.feel.tempo_bpm, 100);
    assert.equal(triplets.slot.rows.hat.map((velocity) => (velocity ? 'x' : '.')).join(''), '.xx.x.......');
  });

  it('is read in format 0, on another channel than the drums\', with a SMPTE division and with empty tracks', () => {
    const one = decodeMidi(file([[on(0, 36, 90, 0), on(480, 38, 80, 3), end(1440)]], {format: 0}), notesOf);
    assert.deepEqual([one.slot.rows.kick[0], one.slot.rows.snare[4]], [90, 80]);
    const withEmpty = decodeMidi(file([[end()], [on(0, 36), end(100)], [end()]]), notesOf);
    assert.equal(withEmpty.slot.rows.kick[0], 100);
    const smpte = file([[on(0, 36), on(500, 38), end(1500)]]);
    smpte[12] = 256 - 25; // 25 frames a second of 40 ticks: milliseconds
    smpte[13] = 40;
    assert.equal(decodeMidi(smpte, notesOf).slot.rows.snare[4], 100);
  });

  it('prefers the drums\' channel, and says how many notes are no drum of ours', () => {
    const read = decodeMidi(file([[on(0, 36), on(0, 38, 100, 0), on(0, 56), end(1920)]]), notesOf);
    assert.equal(read.left, 1);
    assert.equal(read.slot.rows.snare, undefined);
  });

  it('that is none, is empty or has no drum gets one sentence, and changes nothing', async () => {
    const model = await newModel();
    const before = model.send({type: 'document'});
    const wrong = {
      'no MIDI file': new Uint8Array([1, 2, 3]),
      'no notes': file([[end()]]),
      'none of its notes': file([[on(0, 100), end(10)]]),
      MB: new Uint8Array(5e6),
    };
    for (const [part, bytes] of Object.entries(wrong)) {
      assert.throws(() => openMidi(model, bytes, 'bad.mid'), (error) => error.message.startsWith('bad.mid was not opened') && error.message.includes(part));
    }
    const whole = midiOf(model, false);
    for (let cut = 0; cut < whole.length; cut += 7) {
      try {
        decodeMidi(whole.slice(0, cut), notesOf);
      } catch (error) {
        assert.match(error.message, /MIDI file|no notes|none of its notes|ticks/);
      }
    }
    assert.deepEqual(model.send({type: 'document'}), before);
  });
});
