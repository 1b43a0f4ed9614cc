// What grows past these lengths is made of more than one thing.
//
//   node tools/check_sizes.mjs

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from './lib/paths.mjs';

const folders = ['src', 'web', 'tools', 'tests'];
const written = /\.(h|cpp|mjs|js|json|py|css|html|glsl)$/;
const generated = /(^|\/)package-lock\.json$/;
const longest = 400;
/** The headers of the session's rooms are read by whoever wants to know what a room does. */
const longestDoor = 150;

const lineCount = (text) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** Sentences about one file; `file` is relative to the project. */
export function checkLength(file, text) {
  const most = file.startsWith('src/session/') && file.endsWith('.h') ? longestDoor : longest;
  const lines = lineCount(text);
  return lines <= most ? [] : [`${file} has ${lines} lines, more than ${most}: ask what it is made of, and divide it`];
}

/** Sentences about every file that people write. */
export function checkLengths(root = projectRoot) {
  return folders.flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((file) => written.test(file) && !generated.test(file) && !file.includes('/node_modules/'))
    .flatMap((file) => checkLength(file, readFileSync(path.join(root, file), 'utf8'))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = checkLengths();
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
