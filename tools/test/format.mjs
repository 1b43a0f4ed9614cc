// Whether the C++ is formatted as .clang-format says. Formatters disagree between versions, so only one counts.
//
//   npm run format        formats everything in place

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runMain, UserError } from '../lib/log.mjs';
import { findOnPath, projectRoot } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

const formatter = 'clang-format-19';

function sources() {
  return ['src', 'tests'].flatMap((folder) =>
    readdirSync(path.join(projectRoot, folder), { recursive: true })
      .filter((name) => /\.(h|cpp)$/.test(name))
      .map((name) => path.join(folder, name)),
  );
}

/** One sentence per badly formatted file; undefined where the formatter is not installed. */
export async function checkFormat() {
  if (!findOnPath(formatter)) return undefined;
  const { code, output } = await run(formatter, ['--dry-run', '--Werror', ...sources()], { cwd: projectRoot, check: false });
  const files = new Set([...output.matchAll(/^(\S+?):\d+:\d+: error:/gm)].map(([, file]) => file));
  const problems = [...files].map((file) => `${file} is not formatted; npm run format does it`);
  return code !== 0 && problems.length === 0 ? [output] : problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    if (!findOnPath(formatter)) throw new UserError(`${formatter} is not installed.`);
    await run(formatter, ['-i', ...sources()], { cwd: projectRoot });
  });
}
