// Grooves in and out of the page: files of notes, sound, everything as one file, and links.

import {bounce} from './bounce.js';
import {download} from './files.js';
import {decodeLink, encodeLink} from './groove_link.js';
import {decodeMidi, encodeMidi} from './midi_file.js';
import {voiceNames} from './voices.js';
import {encodeWav} from './wav.js';

const fileVersion = 1;

const toText = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** @param {import('./model.js').Model} model */
export function midiOf(model, song) {
  const {midi: {notes}} = model.send({type: 'state'});
  const voices = voiceNames.map((name) => ({name, note: notes[name]}));
  return encodeMidi(model.send({type: 'render', what: song ? 'song' : 'pattern'}), voices);
}

/**
 * @param {import('./model.js').Model} model
 * @param {import('./audio.js').Audio} audio
 */
export async function wavOf(model, audio, song) {
  const {sounds, drive, volume} = model.send({type: 'state'});
  const {hits, length_ms: lengthMs} = model.send({type: 'render', what: song ? 'song' : 'pattern'});
  const buffer = await bounce({
    hits, lengthMs, drive, volume, sounds: voiceNames.map((name) => sounds[name]), buffers: audio.samples});
  return encodeWav([buffer.getChannelData(0), buffer.getChannelData(1)], buffer.sampleRate);
}

/** Everything, as one file: all patterns, sounds and settings, and agent A. Recorded sounds go by their names alone. */
export function sessionFile(model) {
  const {ab: {a: agent}} = model.send({type: 'state'});
  return JSON.stringify({
    backbeat: fileVersion,
    document: model.send({type: 'document'}),
    agent: agent ? toText(model.exportAgent('a').bytes) : null,
  });
}

/** Takes such a file. Throws an Error with a sentence, and then nothing has changed. */
export function openSession(model, text, name) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    file = null;
  }
  if (!(file?.backbeat >= 1)) throw new Error(`${name} is no groove of Backbeat, or a damaged one.`);
  if (file.backbeat > fileVersion) throw new Error(`${name} comes from a newer version of this page: reload the page.`);
  let agent = null;
  try {
    agent = file.agent ? toBytes(file.agent) : null;
  } catch {
    throw new Error(`${name} is damaged: its agent cannot be read.`);
  }
  model.send({type: 'restore', document: file.document});
  if (!agent) return;
  try {
    model.send({type: 'load_agent', name, origin: 'file'}, agent);
  } catch (error) {
    model.send({type: 'undo'});
    throw new Error(`${name} is damaged: ${error.message}`);
  }
}

/** Takes a file of notes into the pattern that is shown. Throws an Error with a sentence. */
export function openMidi(model, bytes, name) {
  const {midi_in: {notes}, kit, slot: shown} = model.send({type: 'state'});
  let read;
  try {
    read = decodeMidi(bytes, notes);
  } catch (error) {
    throw new Error(`${name} was not opened: ${error.message}.`);
  }
  model.send({type: 'open_groove', groove: {version: 1, slot: {...read.slot, kit}}});
  const left = read.left > 0 ? ` ${read.left} notes are no drum of these rows and were left out.` : '';
  const lost = read.lost > 0 ? ` ${read.lost} notes found no step of their own.` : '';
  return `${name} is in pattern ${String.fromCharCode(65 + shown)}: ${read.slot.steps} steps.${left}${lost} Undo brings back what was there.`;
}

/** The address of this page with the pattern that is shown. */
export async function linkOf(model, address) {
  return `${address.origin}${address.pathname}${await encodeLink(model.send({type: 'groove'}))}`;
}

/** Takes the groove of a link into the pattern that is shown. Throws an Error with a sentence. */
export async function openLink(model, fragment) {
  model.send({type: 'open_groove', groove: await decodeLink(fragment)});
  return 'The groove of the link is in the pattern that you see: press Play. Undo brings back what was there.';
}

/** Gives a link to whoever asked for it: to the device's share sheet on a phone, else to the clipboard. */
async function share(link, {navigator, isTouch}) {
  if (isTouch && navigator.share) {
    await navigator.share({title: 'A groove', url: link});
    return null;
  }
  await navigator.clipboard.writeText(link);
  return `The link is copied: ${link.length} characters. Whoever opens it hears this pattern.`;
}

/**
 * What the model asks for when a person takes a groove along.
 * @param {object} page its parts, as main.js makes them
 * @param {{what: 'midi' | 'wav' | 'groove' | 'link', song: boolean, name: string}} request
 */
export async function takeAlong({model, audio}, {what, song, name}) {
  try {
    if (what === 'midi') download(name, new Blob([midiOf(model, song)], {type: 'audio/midi'}));
    else if (what === 'wav') download(name, new Blob([await wavOf(model, audio, song)], {type: 'audio/wav'}));
    else if (what === 'groove') download(name, new Blob([sessionFile(model)], {type: 'application/json'}));
    else {
      const link = await linkOf(model, location);
      try {
        const told = await share(link, {navigator, isTouch: matchMedia('(pointer: coarse)').matches});
        if (told) model.notice('info', told);
      } catch (error) {
        if (error.name === 'AbortError') return; // the person thought better of it
        prompt('The browser does not let this page copy. Copy the link from here:', link);
      }
    }
  } catch (error) {
    model.notice('error', error.message);
  }
}
