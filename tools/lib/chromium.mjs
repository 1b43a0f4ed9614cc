// The browser that tests and benches run on the built page: Debian's Chromium, headless, drawing in software.

import { existsSync } from 'node:fs';

export const chromiumFlags = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
];

/** The browser's program, or undefined where there is none. */
export function findChromium() {
  return [process.env.CHROMIUM, '/usr/bin/chromium'].find((file) => file && existsSync(file));
}
