// Renders what the model says is played into sound, faster than it is heard, with the voices and the desk of live.

import {Mixer} from './drum_bus.js';
import {chokeGroup, strikeSample, strikeVoice, voiceNames} from './voices.js';

const sampleRate = 48000;
const tailSeconds = 2; // the last strokes ring out

/**
 * @param {object} options
 * @param {number[][]} options.hits [quarter, ms, voice, velocity, kit] each, as the command "render" gives them
 * @param {number} options.lengthMs
 * @param {object[]} options.sounds the knobs of each voice, in the voices' order
 * @param {(?AudioBuffer)[]} options.buffers recorded sounds in place of voices
 * @param {number} options.drive
 * @param {number} options.volume 0 to 1
 * @returns {Promise<AudioBuffer>} stereo
 */
export async function bounce({hits, lengthMs, sounds, buffers, drive, volume}) {
  const seconds = lengthMs / 1000 + tailSeconds;
  const context = new OfflineAudioContext(2, Math.ceil(seconds * sampleRate), sampleRate);
  const mixer = new Mixer(context, voiceNames.length);
  const output = context.createGain();
  output.gain.value = volume ** 2;
  mixer.output.connect(output);
  output.connect(context.destination);
  mixer.set(sounds, drive, {atOnce: true});
  const sounding = new Map(); // instrument -> its last stroke
  hits.forEach(([, ms, voice, velocity, kit], number) => {
    const call = [context, mixer.strip(voice), ms / 1000, velocity, number, sounds[voice]];
    const group = chokeGroup(voice);
    if (group) sounding.get(group)?.choke(ms / 1000);
    const stroke = buffers[voice] ? strikeSample(buffers[voice], ...call) : strikeVoice(voice, ...call, kit);
    if (group) sounding.set(group, stroke);
  });
  return context.startRendering();
}
