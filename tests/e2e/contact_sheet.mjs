// npm run contact-sheet [-- NAME...]: pictures of the page in every state at every size, as one sheet in
// build/contact_sheet.png, to be looked at. The page must be built. NAME: only states whose name has it.

import {mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {runMain} from '../../tools/lib/log.mjs';
import {Bench} from './browser.mjs';
import {sizes, states} from './states.mjs';

const folder = path.join('build', 'contact_sheet');
const sheet = path.join('build', 'contact_sheet.png');
const shownWidth = 640; // of a picture on the sheet, CSS px

async function takePictures(bench, wanted) {
  const pictures = [];
  for (const [size, options] of Object.entries(sizes)) {
    const desk = await bench.open({first: true, ...options});
    for (const [name, enter] of Object.entries(states)) {
      if (wanted.length > 0 && !wanted.some((each) => name.includes(each))) continue;
      const leave = await enter(desk);
      await desk.settle();
      const file = path.join(folder, `${size}_${name}.png`);
      await desk.page.screenshot({path: file});
      pictures.push({size, name, file});
      await leave?.();
    }
    await desk.close();
    console.log(size);
  }
  return pictures;
}

// One column a state would be too wide: one row a size, which wraps.
async function compose(bench, pictures) {
  const figures = await Promise.all(pictures.map(async ({size, name, file}) => {
    const data = (await readFile(file)).toString('base64');
    return `<figure><img src="data:image/png;base64,${data}"><figcaption>${size}, ${name.replaceAll('_', ' ')}</figcaption></figure>`;
  }));
  const page = await bench.newPage({viewport: {width: 4 * (shownWidth + 16), height: 800}});
  await page.setContent(`<style>
    body {margin: 8px; background: #333; display: flex; flex-wrap: wrap; gap: 12px; font: 14px sans-serif; color: #fff}
    figure {margin: 0} img {width: ${shownWidth}px; max-height: 900px; object-fit: contain; display: block}
  </style>${figures.join('')}`);
  await writeFile(sheet, await page.screenshot({fullPage: true}));
}

await runMain(async () => {
  await mkdir(folder, {recursive: true});
  const bench = await Bench.start();
  try {
    const pictures = await takePictures(bench, process.argv.slice(2));
    await compose(bench, pictures);
    console.log(`${pictures.length} pictures: ${sheet}`);
  } finally {
    await bench.close();
  }
});
