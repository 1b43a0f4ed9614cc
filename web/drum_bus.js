// Where the voices come together: a limiter that keeps every mix below full scale.

const clipperRange = 8; // beyond it the curve is flat anyway
const clipperKnee = 0.7; // linear below
const clipperCeiling = 0.97;
const clipperPoints = 8193; // between them it is linear

/**
 * The limiter of the drums: linear for single hits, round where they pile up, and never above the ceiling.
 * It has no memory. A DynamicsCompressor would look ahead by 6 ms, so that what is played by hand came late, and lets
 * the first edge of a stroke through above full scale; this keeps the strokes, and what it adds lies under them.
 * @param {BaseAudioContext} context
 * @returns {{input: AudioNode, output: AudioNode}}
 */
export function makeDrumBus(context) {
  const input = context.createGain();
  input.gain.value = 1 / clipperRange;
  const clipper = context.createWaveShaper();
  const curve = new Float32Array(clipperPoints);
  const room = clipperCeiling - clipperKnee;
  for (let i = 0; i < curve.length; i++) {
    const x = ((2 * i) / (curve.length - 1) - 1) * clipperRange;
    const size = Math.abs(x);
    curve[i] = size <= clipperKnee ? x : Math.sign(x) * (clipperKnee + room * Math.tanh((size - clipperKnee) / room));
  }
  clipper.curve = curve;
  input.connect(clipper);
  return {input, output: clipper};
}
