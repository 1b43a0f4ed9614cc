// When a moment of performance.now() is on the AudioContext's clock.
//
// The two clocks drift (a sound card's crystal is off by some 10 to 100 millionths), and what an AudioContext says about
// itself jitters. So the mapping is a line fitted to many readings, and each new fit is
// approached slowly: hits keep their distances.

const windowSize = 120; // readings the line is fitted to
const readingIntervalMs = 250;
const firstReadings = 8; // these come as quickly as they can
const largestDrift = 5e-4; // a slope further from 1 is noise
const jumpMs = 20; // a reading off by this means a new device or a context that was suspended
const jumpReadings = 3; // so many such readings in a row begin a new window
const slewMs = 0.05; // how far one fit may move the mapping

/**
 * How much of the output's latency is made up for by scheduling earlier. Events come at most 100 ms ahead; with more
 * latency than this (Bluetooth, say) the sound is late by the rest, but steady.
 */
export const compensatedLatencyMs = 50;

/** A line from page time (ms) to context time (s), fitted to readings of both clocks. */
export class AudioClock {
  constructor() {
    this.clear();
  }

  clear() {
    this.readings = []; // {page, offset}: ms, and context time minus page time in ms
    this.outliers = 0;
    this.line = null; // {page, offset, drift}: offset at `page`, and its change per ms
    this.lastReading = -Infinity;
  }

  /** Whether a reading now would be of use. */
  wantsReading(pageMs) {
    return this.readings.length < firstReadings || pageMs - this.lastReading >= readingIntervalMs;
  }

  /**
   * Takes a reading: the sample that context time names is (or will be) heard at the page's time.
   * @param {number} pageMs
   * @param {number} contextSeconds
   */
  addReading(pageMs, contextSeconds) {
    const offset = contextSeconds * 1000 - pageMs;
    if (!Number.isFinite(offset) || pageMs <= this.lastReading) return;
    if (this.line && Math.abs(offset - this.offsetAt(pageMs)) > jumpMs) {
      this.outliers += 1;
      if (this.outliers < jumpReadings) return;
      this.clear();
    }
    this.outliers = 0;
    this.lastReading = pageMs;
    this.readings.push({page: pageMs, offset});
    if (this.readings.length > windowSize) this.readings.shift();
    this.approach(fitLine(this.readings), pageMs);
  }

  // Moves the line towards the fit: freely while there are few readings, then by little.
  approach(fit, pageMs) {
    const target = fit.offset + (pageMs - fit.page) * fit.drift;
    if (!this.line || this.readings.length <= firstReadings) {
      this.line = {page: pageMs, offset: target, drift: fit.drift};
      return;
    }
    const present = this.offsetAt(pageMs);
    const step = Math.max(-slewMs, Math.min(slewMs, target - present));
    this.line = {page: pageMs, offset: present + step, drift: fit.drift};
  }

  offsetAt(pageMs) {
    return this.line.offset + (pageMs - this.line.page) * this.line.drift;
  }

  /**
   * @param {number} pageMs
   * @returns {?number} seconds on the context's clock; null before the first reading
   */
  toContext(pageMs) {
    return this.line ? (pageMs + this.offsetAt(pageMs)) / 1000 : null;
  }
}

// Least squares through (page, offset). Few readings say nothing about drift: then it is a level line.
function fitLine(readings) {
  const count = readings.length;
  const page = readings.reduce((sum, reading) => sum + reading.page, 0) / count;
  const offset = readings.reduce((sum, reading) => sum + reading.offset, 0) / count;
  let products = 0;
  let squares = 0;
  for (const reading of readings) {
    products += (reading.page - page) * (reading.offset - offset);
    squares += (reading.page - page) ** 2;
  }
  const drift = count < windowSize / 4 || squares === 0 ? 0 : products / squares;
  return {page, offset, drift: Math.max(-largestDrift, Math.min(largestDrift, drift))};
}

const freshMs = 300; // an older stamp is from before the context was suspended
const settledSeconds = 0.005; // the first stamps describe the filling of the output and are off by 10 to 20 ms
const patienceSeconds = 0.3; // a context that has no stamps by then has none at all

/**
 * Reads both clocks of a running AudioContext: what is heard when.
 * @param {AudioContext} context
 * @param {number} pageMs performance.now()
 * @returns {?{pageMs: number, contextSeconds: number}} null while that is not known
 */
export function readClocks(context, pageMs) {
  if (context.state !== 'running') return null;
  const stamp = context.getOutputTimestamp?.();
  if (stamp?.contextTime > settledSeconds) {
    const fresh = pageMs - stamp.performanceTime < freshMs;
    return fresh ? {pageMs: stamp.performanceTime, contextSeconds: stamp.contextTime} : null;
  }
  // Stamps come a moment after the start, and they are precise to 0.1 ms where the estimate below is off by an audio
  // block and by what the device does not tell: a mixture of both would be heard.
  if (stamp && context.currentTime < patienceSeconds) return null;
  const latency = context.outputLatency || context.baseLatency || 0;
  return {pageMs, contextSeconds: context.currentTime - latency};
}
