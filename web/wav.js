// Sound files: PCM in a RIFF container.

/**
 * Encodes channels of samples as a WAV file.
 * @param {Float32Array[]} channels of equal length, -1 to 1; what lies beyond is cut off
 * @param {number} sampleRate Hz
 * @param {16 | 24} [bits]
 * @returns {Uint8Array}
 */
export function encodeWav(channels, sampleRate, bits = 16) {
  const frames = channels[0].length;
  const bytesPerSample = bits / 8;
  const frameBytes = channels.length * bytesPerSample;
  const dataBytes = frames * frameBytes;
  const header = 44;
  const view = new DataView(new ArrayBuffer(header + dataBytes + (dataBytes % 2))); // chunks are padded to whole words
  const text = (at, word) => [...word].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, view.byteLength - 8, true);
  text(8, 'WAVE');
  text(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, bits, true);
  text(36, 'data');
  view.setUint32(40, dataBytes, true);
  const largest = 2 ** (bits - 1) - 1;
  let at = header;
  for (let frame = 0; frame < frames; frame++) {
    for (const channel of channels) {
      const value = Math.round(Math.max(-1, Math.min(1, channel[frame])) * largest);
      if (bits === 16) {
        view.setInt16(at, value, true);
      } else {
        view.setInt16(at + 1, value >> 8, true);
        view.setUint8(at, value & 0xff);
      }
      at += bytesPerSample;
    }
  }
  return new Uint8Array(view.buffer);
}
