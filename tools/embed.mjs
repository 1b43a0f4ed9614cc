// node tools/embed.mjs fonts|shaders OUTPUT_FOLDER
// Writes embedded_fonts.{h,cpp} or embedded_shaders.{h,cpp}: data the app carries inside its own WebAssembly module.
// CMake calls it (cmake/embed.cmake), so a changed shader rebuilds.

import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { characters, fontRoots, fonts } from './fonts.mjs';

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const notice = '// Written by tools/embed.mjs; changes are lost at the next build.\n';

function fontPath({ folder, file }) {
  const candidates = fontRoots.map((root) => path.join(root, folder, file));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (!found) throw new Error(`Font ${file} was not found. Install fonts-inter.`);
  return found;
}

/** C++ for the fonts, cut down to the characters the interface draws (a tenth of their size). */
async function embedFonts() {
  const { default: subsetFont } = await import('subset-font');
  let header = `${notice}#pragma once\n#include <span>\n\nnamespace embedded {\n`;
  let source = `${notice}#include "embedded_fonts.h"\n\nnamespace embedded {\nnamespace {\n`;
  let spans = '';
  for (const font of fonts) {
    const bytes = await subsetFont(await readFile(fontPath(font)), characters, {
      targetFormat: 'sfnt',
      noLayoutClosure: true, // Dear ImGui applies no ligatures or alternates
      noHinting: true, // nor does it read hints
    });
    header += `extern const std::span<const unsigned char> ${font.name};  // ${bytes.length} bytes\n`;
    source += `alignas(4) constexpr unsigned char ${font.name}_bytes[] = {${bytes.join(',')}};\n`;
    spans += `const std::span<const unsigned char> ${font.name}{${font.name}_bytes};\n`;
  }
  return { header: `${header}}\n`, source: `${source}}\n${spans}}\n` };
}

/** C++ for shaders/NAME.STAGE.glsl as `embedded::NAME_STAGE`. */
async function embedShaders() {
  const folder = path.join(projectRoot, 'shaders');
  const files = existsSync(folder) ? (await readdir(folder)).filter((file) => file.endsWith('.glsl')).sort() : [];
  let header = `${notice}#pragma once\n#include <string_view>\n\nnamespace embedded {\n`;
  for (const file of files) {
    const name = file.replace(/\.glsl$/, '').replace(/[^A-Za-z0-9]/g, '_');
    const text = (await readFile(path.join(folder, file), 'utf8')).trimEnd();
    if (text.includes(')glsl"')) throw new Error(`${file} contains the characters that end a C++ raw string.`);
    header += `\n// shaders/${file}\ninline constexpr std::string_view ${name} = R"glsl(${text}\n)glsl";\n`;
  }
  return { header: `${header}\n}\n`, source: `${notice}#include "embedded_shaders.h"\n` };
}

const [kind, outputFolder] = process.argv.slice(2);
const generators = { fonts: embedFonts, shaders: embedShaders };
if (!generators[kind] || !outputFolder) {
  console.error('Usage: node tools/embed.mjs fonts|shaders OUTPUT_FOLDER');
  process.exit(1);
}
const { header, source } = await generators[kind]();
await mkdir(outputFolder, { recursive: true });
await writeFile(path.join(outputFolder, `embedded_${kind}.h`), header);
await writeFile(path.join(outputFolder, `embedded_${kind}.cpp`), source);
