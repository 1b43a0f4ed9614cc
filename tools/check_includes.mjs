// Dependencies go one way. The linker refuses wrong calls; this refuses wrong #includes, and names of the platform,
// clocks and generators in code that must get time and randomness as arguments.
//
//   node tools/check_includes.mjs

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from './lib/paths.mjs';

// Folders that may know the platform; everywhere else only the *_api.cpp files do.
const platformFolders = new Set(['ui', 'cli']);
const platformNames = /emscripten|imgui|glfw|<GLES\d*\/|<GL\/|<chrono>|<random>|<iostream>/i;
const distribution = /\b\w+_distribution\b/;

/** {folder: Set of folders it may include}, itself included, from the backbeat_library() lines of CMakeLists.txt. */
export function parseDependencies(cmakeText) {
  const direct = new Map();
  for (const [, call] of cmakeText.matchAll(/^\s*backbeat_library\(([^)]*)\)/gm)) {
    const [folder, ...words] = call.split(/\s+/).filter(Boolean);
    const begin = words.indexOf('DEPENDS');
    const end = words.indexOf('EXTERNAL');
    direct.set(folder, begin < 0 ? [] : words.slice(begin + 1, end < 0 ? undefined : end));
  }
  const reachable = (folder, seen = new Set()) => {
    if (seen.has(folder)) return seen;
    seen.add(folder);
    for (const next of direct.get(folder) ?? []) reachable(next, seen);
    return seen;
  };
  return new Map([...direct.keys()].map((folder) => [folder, reachable(folder)]));
}

/** The folder or room of a path below src: the longest name of a library that it lies in. */
function roomOf(file, dependencies) {
  const parts = file.split('/').slice(0, -1);
  while (parts.length > 1 && !dependencies.has(parts.join('/'))) parts.pop();
  return parts.join('/');
}

/** Sentences about what is wrong in one file; `file` is relative to src. */
export function checkFile(file, text, dependencies) {
  const folder = roomOf(file, dependencies);
  const allowed = dependencies.get(folder);
  if (!allowed) return [`src/${file}: folder ${folder} has no backbeat_library() line in CMakeLists.txt`];
  const mayNamePlatform = platformFolders.has(folder.split('/')[0]) || file.endsWith('_api.cpp');
  const problems = [];
  text.split('\n').forEach((line, index) => {
    const complain = (what) => problems.push(`src/${file}:${index + 1}: ${what}`);
    const include = /^\s*#\s*include\s+"([^"]+)"/.exec(line)?.[1];
    if (include) {
      const target = include.includes('/') ? roomOf(include, dependencies) : undefined;
      if (include.includes('..')) complain('an #include is written from src, without ".."');
      else if (target && dependencies.has(target) && !allowed.has(target)) complain(`${folder} may not include ${target}`);
      else if (!(target && dependencies.has(target)) && !mayNamePlatform) complain(`"${include}" is not written from src`);
    }
    const name = platformNames.exec(line)?.[0];
    if (name && !mayNamePlatform) complain(`${folder} may not know ${name}: time, chance and the platform come in as arguments`);
    if (distribution.test(line)) complain('std distributions differ between standard libraries; use core/rng.h');
  });
  return problems;
}

/** {files: number, problems: string[]} for the whole of src. */
export function checkSources(root = projectRoot) {
  const dependencies = parseDependencies(readFileSync(path.join(root, 'CMakeLists.txt'), 'utf8'));
  const src = path.join(root, 'src');
  const files = readdirSync(src, { recursive: true }).filter((name) => /\.(h|cpp)$/.test(name)).sort();
  const problems = files.flatMap((file) =>
    checkFile(file.split(path.sep).join('/'), readFileSync(path.join(src, file), 'utf8'), dependencies),
  );
  return { files: files.length, problems };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { files, problems } = checkSources();
  for (const problem of problems) console.error(problem);
  console.log(`${files} files of src checked, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
