// Standard MIDI files: what is played, as a file of notes, and files of notes as a pattern.

import {parseMidi, writeMidi} from 'midi-file';

const ticksPerQuarter = 960; // five and a half times as fine as the model's
const drumChannel = 9; // the tenth, as musicians count
const noteQuarters = 0.1;
const largestBytes = 4e6;
const mostTracks = 256;
const mostEvents = 200_000;
const mostSteps = 1024;
const mostMicro = 50; // percent of a step
// Steps of a quarter note, and how they are called; the first that fits is taken.
const resolutions = [[4, '16ths'], [3, 'triplets'], [8, '32nds']];
const fits = 0.08; // of a step, the mean distance to the grid
const signatures = {'4/4': 4, '3/4': 3, '6/8': 3, '5/4': 5, '7/8': 3.5};

/**
 * @param {{hits: number[][], tempos: number[][], quarters: number, signature: string}} rendering as the command "render"
 *     gives it
 * @param {{name: string, note: number}[]} voices in the model's order: the note of each
 * @returns {Uint8Array} format 1: a track of tempo and time signature, and one for each voice that plays
 */
export function encodeMidi({hits, tempos, quarters, signature}, voices) {
  const tick = (quarter) => Math.round(quarter * ticksPerQuarter);
  const [numerator, denominator] = signature.split('/').map(Number);
  const end = tick(quarters);
  const track = (events) => {
    events.sort((a, b) => a.at - b.at || (a.type === 'noteOff' ? 0 : 1) - (b.type === 'noteOff' ? 0 : 1));
    let last = 0;
    const timed = events.map(({at, ...event}) => {
      const deltaTime = at - last;
      last = at;
      return {deltaTime, ...event};
    });
    return [...timed, {deltaTime: Math.max(0, end - last), meta: true, type: 'endOfTrack'}];
  };
  const conductor = track([
    {at: 0, meta: true, type: 'timeSignature', numerator, denominator, metronome: 24, thirtyseconds: 8},
    ...tempos.map(([quarter, bpm]) => ({at: tick(quarter), meta: true, type: 'setTempo', microsecondsPerBeat: Math.round(6e7 / bpm)})),
  ]);
  const tracks = voices.flatMap(({name, note}, voice) => {
    const own = hits.filter((hit) => hit[2] === voice);
    if (own.length === 0) return [];
    const events = own.flatMap(([quarter, , , velocity], i) => {
      const at = tick(quarter);
      const next = i + 1 < own.length ? tick(own[i + 1][0]) : Infinity;
      const off = Math.max(at + 1, Math.min(at + tick(noteQuarters), next));
      return [
        {at, type: 'noteOn', channel: drumChannel, noteNumber: note, velocity},
        {at: off, type: 'noteOff', channel: drumChannel, noteNumber: note, velocity: 0},
      ];
    });
    return [track([{at: 0, meta: true, type: 'trackName', text: name}, ...events])];
  });
  return Uint8Array.from(writeMidi({
    header: {format: 1, numTracks: tracks.length + 1, ticksPerBeat: ticksPerQuarter},
    tracks: [conductor, ...tracks],
  }));
}

// All note-ons and what goes for all tracks, in quarters.
function readEvents({header, tracks}) {
  // With a SMPTE division there is no quarter: as many as at 120 BPM.
  const perQuarter = header.ticksPerBeat ?? (header.framesPerSecond * header.ticksPerFrame) / 2;
  if (!(perQuarter > 0)) throw new Error('it does not say how long its ticks are');
  const read = {notes: [], tempo: null, signature: null, quarters: 0};
  let events = 0;
  for (const track of tracks) {
    let at = 0;
    for (const event of track) {
      if (++events > mostEvents) throw new Error(`it has more than ${mostEvents} events`);
      at += event.deltaTime / perQuarter;
      if (event.type === 'noteOn' && event.velocity > 0) {
        read.notes.push({quarter: at, note: event.noteNumber, velocity: event.velocity, channel: event.channel});
      } else if (event.type === 'setTempo') {
        read.tempo ??= 6e7 / event.microsecondsPerBeat;
      } else if (event.type === 'timeSignature') {
        read.signature ??= `${event.numerator}/${event.denominator}`;
      }
    }
    read.quarters = Math.max(read.quarters, at);
  }
  return read;
}

function bestResolution(notes) {
  const offGrid = (perQuarter) => notes.reduce((sum, {quarter}) => {
    const steps = quarter * perQuarter;
    return sum + Math.abs(steps - Math.round(steps));
  }, 0) / notes.length;
  return resolutions.find(([perQuarter]) => offGrid(perQuarter) < fits) ?? resolutions[0];
}

/**
 * Reads a MIDI file. Throws an Error with a sentence if it is none, or nothing in it is a drum of ours.
 * @param {Uint8Array} bytes
 * @param {Object<string, number[]>} voiceNotes the notes that play each voice
 * @returns {{slot: object, left: number, lost: number}} a slot as documents have it, without kit; how many notes no voice
 *     plays, and how many found no step of their own
 */
export function decodeMidi(bytes, voiceNotes) {
  if (bytes.length > largestBytes) throw new Error(`it has ${(bytes.length / 1e6).toFixed(0)} MB, and files of notes here have up to ${largestBytes / 1e6}`);
  let file;
  try {
    file = parseMidi(bytes);
  } catch {
    throw new Error('it is no MIDI file, or a damaged one');
  }
  if (file.tracks.length > mostTracks) throw new Error(`it has more than ${mostTracks} tracks`);
  const {notes: all, tempo, signature, quarters} = readEvents(file);
  const drums = all.filter(({channel}) => channel === drumChannel);
  const notes = drums.length > 0 ? drums : all;
  const voiceOf = new Map(Object.entries(voiceNotes).flatMap(([voice, list]) => list.map((note) => [note, voice])));
  const ours = notes.filter(({note}) => voiceOf.has(note));
  if (ours.length === 0) throw new Error(notes.length > 0 ? 'none of its notes is a drum of these rows' : 'it has no notes');

  const [perQuarter, resolution] = bestResolution(ours);
  const known = signature in signatures ? signature : '4/4';
  const fitting = perQuarter === 3 && !Number.isInteger(signatures[known] * perQuarter) ? '4/4' : known;
  const barSteps = signatures[fitting] * perQuarter;
  const last = ours.reduce((latest, {quarter}) => Math.max(latest, Math.round(quarter * perQuarter)), 0) + 1;
  // As long as the file says, in whole bars; an end that comes with the last note's says nothing.
  const wanted = Math.max(last, Math.round(quarters * perQuarter));
  const steps = Math.min(Math.ceil(wanted / barSteps) * barSteps, Math.floor(mostSteps / barSteps) * barSteps);

  // Of several notes on one step the nearest stays, the loudest of equals.
  const hits = new Map();
  let lost = 0;
  for (const {quarter, note, velocity} of ours) {
    const voice = voiceOf.get(note);
    const at = quarter * perQuarter;
    const step = Math.round(at);
    const micro = Math.max(-mostMicro, Math.min(mostMicro, Math.round((at - step) * 100)));
    const key = `${voice} ${step}`;
    const other = hits.get(key);
    const stays = other && (Math.abs(other.micro) < Math.abs(micro) || (Math.abs(other.micro) === Math.abs(micro) && other.velocity >= velocity));
    if (step >= steps || other) lost++;
    if (step < steps && !stays) hits.set(key, {voice, step, velocity, micro});
  }
  const rows = {};
  const details = [];
  for (const {voice, step, velocity, micro} of hits.values()) {
    rows[voice] ??= Array.from({length: steps}, () => 0);
    rows[voice][step] = velocity;
    if (micro !== 0) details.push({voice, step, probability: 100, micro, ratchets: 1});
  }
  const slot = {steps, rows, locks: '.'.repeat(steps), details, voices: {}, signature: fitting, resolution};
  if (tempo !== null) slot.feel = {tempo_bpm: Math.max(20, Math.min(300, Math.round(tempo * 10) / 10)), swing_percent: 50};
  return {slot, left: notes.length - ours.length, lost};
}
