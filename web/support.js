// What a browser must have for the page to run, and the sentence for each thing that is missing.

// A program whose one function makes a vector: (func (result v128) i32.const 0  i8x16.splat).
const simdProgram = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version
  0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b, // types: () -> v128
  0x03, 0x02, 0x01, 0x00, // functions: one of type 0
  0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b, // code
]);

// The same with (f32x4.relaxed_madd v v v), from the extension "relaxed SIMD".
const relaxedProgram = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version
  0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b, // types: () -> v128
  0x03, 0x02, 0x01, 0x00, // functions: one of type 0
  0x0a, 0x13, 0x01, 0x11, 0x00, // code
  0x41, 0x00, 0xfd, 0x0f, 0x41, 0x00, 0xfd, 0x0f, 0x41, 0x00, 0xfd, 0x0f, 0xfd, 0x85, 0x02, 0x0b,
]);

/** @returns {boolean} whether the browser runs the trainer that multiplies and adds in one instruction */
export function hasRelaxedSimd(scope = globalThis) {
  return scope.WebAssembly.validate(relaxedProgram);
}

/** @returns {string} '' or what is missing and what to do */
export function whyUnsupported(scope = globalThis) {
  if (typeof scope.WebAssembly !== 'object') {
    return 'This browser runs no WebAssembly: open this page in a current Chrome, Edge, Firefox or Safari.';
  }
  if (!scope.WebAssembly.validate(simdProgram)) {
    return 'This browser or machine has no WebAssembly SIMD: update the browser (Chrome 91, Firefox 89, Safari 16.4 or newer).';
  }
  if (typeof scope.Worker !== 'function') {
    return 'This browser has no workers: open this page in a current Chrome, Edge, Firefox or Safari.';
  }
  return '';
}
