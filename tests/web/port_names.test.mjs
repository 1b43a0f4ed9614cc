// The two ends of real devices, as systems and browsers name them.

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {inputOf, samePort} from '../../web/port_names.js';

const ports = (names, kind) => names.map((name, i) => ({id: `${kind}${i}`, name}));

/** The name and place of the input that is found for an output. */
function found(output, outputs, inputs) {
  const all = ports(outputs, 'out');
  const port = typeof output === 'number' ? all[output] : all.find(({name}) => name === output);
  const input = inputOf(port, all, ports(inputs, 'in'));
  return input && `${input.name}, ${input.id}`;
}

describe('an output and the input of the same device', () => {
  const cases = [
    ['Launchpad Mini MK3, Windows', 'MIDIOUT2 (LPMiniMK3 MIDI)', ['LPMiniMK3 MIDI', 'MIDIOUT2 (LPMiniMK3 MIDI)'],
      ['LPMiniMK3 MIDI', 'MIDIIN2 (LPMiniMK3 MIDI)'], 'MIDIIN2 (LPMiniMK3 MIDI), in1'],
    ['the same, its first port', 'LPMiniMK3 MIDI', ['LPMiniMK3 MIDI', 'MIDIOUT2 (LPMiniMK3 MIDI)'],
      ['MIDIIN2 (LPMiniMK3 MIDI)', 'LPMiniMK3 MIDI'], 'LPMiniMK3 MIDI, in1'],
    ['Launchpad Mini MK3, macOS', 'Launchpad Mini MK3 LPMiniMK3 MIDI In',
      ['Launchpad Mini MK3 LPMiniMK3 DAW In', 'Launchpad Mini MK3 LPMiniMK3 MIDI In'],
      ['Launchpad Mini MK3 LPMiniMK3 DAW Out', 'Launchpad Mini MK3 LPMiniMK3 MIDI Out'],
      'Launchpad Mini MK3 LPMiniMK3 MIDI Out, in1'],
    ['Launchpad Pro MK3, macOS, one of three', 'Launchpad Pro MK3 LPProMK3 DIN In',
      ['Launchpad Pro MK3 LPProMK3 MIDI In', 'Launchpad Pro MK3 LPProMK3 DIN In', 'Launchpad Pro MK3 LPProMK3 DAW In'],
      ['Launchpad Pro MK3 LPProMK3 MIDI Out', 'Launchpad Pro MK3 LPProMK3 DIN Out', 'Launchpad Pro MK3 LPProMK3 DAW Out'],
      'Launchpad Pro MK3 LPProMK3 DIN Out, in1'],
    ['Maschine, Output and Input', 'Maschine Mikro MK3 Output', ['Maschine Mikro MK3 Output'], ['Maschine Mikro MK3 Input'],
      'Maschine Mikro MK3 Input, in0'],
    ['ALSA with another address', 'Launchpad X:Launchpad X LPX MIDI 24:1', ['Launchpad X:Launchpad X LPX MIDI 24:1'],
      ['Midi Through:Midi Through Port-0 14:0', 'Launchpad X LPX MIDI 20:1'], 'Launchpad X LPX MIDI 20:1, in1'],
    ['ALSA with client and port', 'APC MINI:APC MINI MIDI 1 20:0', ['APC MINI:APC MINI MIDI 1 20:0'], ['APC MINI MIDI 1'],
      'APC MINI MIDI 1, in0'],
    ['Windows counting one end only', '2- Launchpad Mini MK3', ['2- Launchpad Mini MK3'], ['Launchpad Mini MK3'],
      'Launchpad Mini MK3, in0'],
    ['an interface with numbered sockets', 'iConnect Out 2', ['iConnect Out 1', 'iConnect Out 2'],
      ['iConnect In 2', 'iConnect In 1'], 'iConnect In 2, in0'],
    ['two generations of one device', 'Ableton Push 3 Live Port In', ['Ableton Push 2 Live Port In', 'Ableton Push 3 Live Port In'],
      ['Ableton Push 3 Live Port Out', 'Ableton Push 2 Live Port Out'], 'Ableton Push 3 Live Port Out, in0'],
    ['German Windows', 'Grid Ausgang', ['Grid Ausgang'], ['Tasten Eingang', 'Grid Eingang'], 'Grid Eingang, in1'],
    ['a name that Windows cut', 'MIDIOUT3 (Arturia KeyLab Essen', ['MIDIOUT3 (Arturia KeyLab Essen'],
      ['Arturia BeatStep', 'MIDIIN3 (Arturia KeyLab Essenti'], 'MIDIIN3 (Arturia KeyLab Essenti, in1'],
    ['a device in Japanese', 'グリッド MIDI OUT', ['グリッド MIDI OUT'], ['鍵盤 MIDI IN', 'グリッド MIDI IN'], 'グリッド MIDI IN, in1'],
  ];
  for (const [name, output, outputs, inputs, wanted] of cases) {
    test(name, () => assert.equal(found(output, outputs, inputs), wanted));
  }

  test('of two that are called alike the n-th belongs to the n-th', () => {
    const outputs = ['Launchpad S', 'Launchpad S'];
    assert.equal(found(1, outputs, ['Launchpad S', 'Launchpad S']), 'Launchpad S, in1');
    assert.equal(found(1, ['Grid In', '2- Grid In'], ['Grid Out', '3- Grid Out']), '3- Grid Out, in1');
  });

  test('another device is not taken for it', () => {
    assert.equal(found('Launchpad X', ['Launchpad X'], ['Keystation 49', 'Launchkey']), null);
    assert.equal(found('MIDI Out', ['MIDI Out'], ['Keystation In']), null);
  });
});

describe('a port that was chosen before', () => {
  const port = (id, name) => ({id, name});
  const cases = [
    ['is itself by id and name', port('a1b2c3', 'Synth'), [port('x', 'Synth'), port('a1b2c3', 'Synth')], 'a1b2c3'],
    ['is not the other device that has its id today', port('output-0', 'Drum Synth'),
      [port('output-0', 'Grand Piano'), port('output-1', 'Drum Synth')], 'output-1'],
    ['is nobody when only another device has its counted id', port('output-0', 'Drum Synth'), [port('output-0', 'Grand Piano')], undefined],
    ['comes back at another socket of Windows', port('a', 'Launchpad Mini'), [port('b', '2- Launchpad Mini')], 'b'],
    ['comes back under another address of ALSA', port('a', 'Launchpad X:Launchpad X LPX MIDI 20:0'),
      [port('b', 'Launchpad X:Launchpad X LPX MIDI 24:0'), port('c', 'Midi Through:Midi Through Port-0 14:0')], 'b'],
    ['is nobody when two resemble it', port('a', 'Launchpad Mini'), [port('b', '2- Launchpad Mini'), port('c', '3- Launchpad Mini')], undefined],
    ['keeps its number', port('a', 'Synth 2'), [port('b', 'Synth 1'), port('c', 'Synth 2 20:0')], 'c'],
    ['may have been translated, if its id says more than a count', port('F3A9C1D0E7', 'Ausgang'), [port('F3A9C1D0E7', 'Output')], 'F3A9C1D0E7'],
  ];
  for (const [what, wanted, there, id] of cases) {
    test(what, () => assert.equal(samePort(wanted, there)?.id, id));
  }
});

describe('words for the ends in more languages', () => {
  for (const [output, input] of [
    ['Grid uscita', 'Grid ingresso'], ['Grid выход', 'Grid вход'], ['Grid 出力', 'Grid 入力'], ['Grid 输出', 'Grid 输入'],
    ['Grid 출력', 'Grid 입력'], ['Grid Destination', 'Grid Source'], ['to Grid', 'from Grid'],
  ]) {
    test(`${output} and ${input}`, () => assert.equal(found(output, [output], ['Keys', input]), `${input}, in1`));
  }
});
