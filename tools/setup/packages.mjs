// Which Debian packages are needed for what, and how to see without root and without dpkg that the thing itself is
// there: another system may well have it under another name.

import { existsSync } from 'node:fs';
import { findOnPath } from '../lib/paths.mjs';
import { fontRoots, fonts } from '../fonts.mjs';
import { llvmBin } from './emscripten.mjs';

const program = (...names) => () => names.some((name) => findOnPath(name));
const file = (...paths) => () => paths.some((candidate) => existsSync(candidate));
const libraryFolders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64'];
const header = (...names) => file(...names.flatMap((name) => [`/usr/include/${name}`, `/usr/local/include/${name}`]));
const fontFile = (folder) => () =>
  fonts
    .filter((font) => font.folder === folder)
    .every((font) => fontRoots.some((root) => existsSync(`${root}/${font.folder}/${font.file}`)));

const sanitizerRuntimes = ['x86_64', 'aarch64'].map(
  (processor) => `/usr/lib/llvm-19/lib/clang/19/lib/linux/libclang_rt.asan-${processor}.a`,
);

/** For the page itself. */
const sitePackages = [
  { name: 'cmake', present: program('cmake') },
  { name: 'ninja-build', present: program('ninja') },
  { name: 'python3', present: program('python3') }, // Emscripten is written in it
  { name: 'libeigen3-dev', present: header('eigen3/Eigen/Core', 'Eigen/Core') },
  { name: 'nlohmann-json3-dev', present: header('nlohmann/json.hpp') },
  { name: 'fonts-inter', present: fontFile('opentype/inter') },
];

/** What our own copy of Emscripten compiles with, and what unpacking it takes. */
const emscriptenPackages = [
  { name: 'clang-19', present: file(`${llvmBin}/clang`) },
  { name: 'lld-19', present: file(`${llvmBin}/wasm-ld`) },
  { name: 'llvm-19', present: file(`${llvmBin}/llvm-ar`) },
  { name: 'xz-utils', present: program('xz') },
];

/** For the native program and the unit tests. */
const nativePackages = [
  { name: 'g++', present: program('g++', 'clang++') },
  { name: 'libcli11-dev', present: header('CLI/CLI.hpp') },
  { name: 'doctest-dev', present: header('doctest/doctest.h') },
];

/** For the tests with sanitizers: clang compiles them in half the time that g++ takes. */
const sanitizerPackages = [
  { name: 'clang-19', present: program('clang++-19') },
  { name: 'libclang-rt-19-dev', present: () => sanitizerRuntimes.some((folder) => existsSync(folder)) },
];

/** For the tests in a real browser. */
const browserPackages = [{ name: 'chromium', present: program('chromium') }];

/** What tests can do without: `loss` completes the sentence "These tests are skipped: ...". */
export const optionalPackages = [
  {
    loss: 'the format of the C++',
    packages: [{ name: 'clang-format-19', present: program('clang-format-19') }],
  },
  {
    loss: 'the page in Firefox',
    packages: [
      { name: 'firefox-esr', present: program('firefox-esr') },
      { name: 'xvfb', present: program('Xvfb') }, // Firefox has WebGL 2 only with a display
      { name: 'xauth', present: program('xauth') },
      { name: 'libgl1', present: file(...libraryFolders.map((folder) => `${folder}/libGL.so.1`)) },
      { name: 'libegl1', present: file(...libraryFolders.map((folder) => `${folder}/libEGL.so.1`)) },
      { name: 'libgl1-mesa-dri', present: file(...libraryFolders.map((folder) => `${folder}/dri`)) },
    ],
  },
];

/** The packages that `purpose` ('start', 'build' or 'test') cannot do without. */
export function neededPackages(purpose, { ownEmscripten }) {
  return [
    ...sitePackages,
    ...(ownEmscripten ? emscriptenPackages : []),
    ...(purpose === 'start' ? [] : nativePackages),
    ...(purpose === 'test' ? [...sanitizerPackages, ...browserPackages] : []),
  ];
}
