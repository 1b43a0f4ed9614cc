// The source of web-midi-test, whose fake ports take the place of the system's in a page: for addInitScript.

import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';

export const fakeMidi = await readFile(createRequire(import.meta.url).resolve('web-midi-test'), 'utf8');
