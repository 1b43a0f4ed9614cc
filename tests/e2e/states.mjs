// The page at the sizes and in the states that it is looked at in: for the contact sheet, and for the test that nothing
// overlaps or is cut.

/** Name -> options of a page. */
export const sizes = {
  '1280x800': {viewport: {width: 1280, height: 800}},
  '1440x900_2x': {viewport: {width: 1440, height: 900}, deviceScaleFactor: 2},
  '1920x1080': {viewport: {width: 1920, height: 1080}},
  '768x1024': {viewport: {width: 768, height: 1024}},
  '844x390': {viewport: {width: 844, height: 390}, deviceScaleFactor: 2, hasTouch: true, isMobile: true},
  '390x844': {viewport: {width: 390, height: 844}, deviceScaleFactor: 2, hasTouch: true, isMobile: true},
};

// Unfolds a panel by its header, and folds it again.
const unfolded = (panel) => async (desk) => {
  await desk.reveal(panel);
  await desk.click(panel);
  return async () => {
    await desk.reveal(panel);
    await desk.click(panel);
  };
};

const popup = (...clicks) => async (desk) => {
  for (const name of clicks) {
    await desk.reveal(name);
    await desk.click(name);
  }
  return async () => {
    await desk.page.keyboard.press('Escape');
    await desk.inPage(() => !['popup', 'help_close'].some((name) => name in window.backbeat.widgets()));
  };
};

/** Name -> brings a desk into the state; what it returns leaves it. In this order on one page. */
export const states = {
  first_visit: () => {},
  playing: async (desk) => {
    await desk.click('play');
    await desk.until(({step}) => step !== null && step >= 4);
    return () => desk.call('stop');
  },
  starters: async (desk) => popup((await desk.has('bank_menu')) ? 'bank_menu' : 'bank', 'pattern_starters')(desk),
  styles: async (desk) => popup((await desk.has('term_similarity')) ? 'term_similarity' : 'choose_style')(desk),
  pads: async (desk) => {
    await desk.reveal('pads');
    await desk.click('pads');
    return () => desk.click('pads_close');
  },
  help: (desk) => popup('help')(desk),
  band: async (desk) => {
    await desk.call('command', {type: 'set_band', name: 'Kit'});
    await desk.reveal('pads');
    return () => desk.call('command', {type: 'set_band', name: 'Solo'});
  },
  network: unfolded('panel_network'),
  sounds: unfolded('panel_sounds'),
  groove: unfolded('panel_groove'),
  midi: unfolded('panel_midi'),
  agent: unfolded('panel_agent'),
  settings: unfolded('panel_settings'),
  training: async (desk) => {
    await desk.call('setPreset', 'Syncopated answer');
    await desk.call('train');
    await desk.until(({training}) => training.verdict !== null && training.rows > 8);
    await desk.reveal('panel_train');
    return async () => {
      await desk.call('pause');
      await desk.rest('training');
    };
  },
  evaluated: async (desk) => {
    await desk.call('evaluate', {kicks: 20});
    await desk.reveal('panel_evaluate');
  },
  long_pattern: async (desk) => {
    await desk.call('setSteps', 128);
    await desk.reveal('pads');
  },
};
