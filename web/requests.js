// What the model asks of the browser: one function for each request of the outbox.

import {download} from './files.js';
import {drawEvaluation} from './figure.js';

/**
 * @param {object} page its parts, as main.js makes them
 * @param {import('./model.js').Model} page.model
 * @param {import('./audio.js').Audio} page.audio
 * @param {import('./midi_out.js').MidiOut} page.midi
 * @param {import('./midi_in.js').MidiIn} page.midiIn
 * @param {import('./midi_in.js').MidiPads} page.pads
 * @param {import('./timing.js').TimingStats} page.timing
 * @param {import('./timing.js').LoopbackTest} page.loopback
 * @param {import('./trainer_client.js').TrainerClient} page.trainer
 * @param {import('./evaluation_client.js').EvaluationClient} page.evaluation
 * @param {import('./race.js').Race} page.race
 * @param {import('./progress.js').Progress} page.progress
 * @param {import('./samples.js').Samples} page.samples
 * @param {import('./heartbeat.js').Heartbeat} page.heartbeat
 * @param {import('./autosave.js').Autosave} page.autosave
 * @param {import('./scripting.js').Scripting} page.scripting
 * @param {() => void} page.openPicker
 * @returns {Object<string, (request: object) => void>} request type -> what to do. `config`, `kicks`, `reward`, `options`,
 *   `question` and what comes back for them are text that is only passed on.
 */
export function makeRequestHandlers({
  model, audio, midi, midiIn, pads, timing, loopback, trainer, race, progress, samples, evaluation, heartbeat, autosave, scripting, openPicker,
}) {
  // What practises now: the runners of a race, or the one learner.
  const learners = () => (race.on ? race : trainer);
  // Told when the model is through with it.
  const endRace = () => queueMicrotask(() => scripting.emit('race', scripting.state().race));

  const downloads = {
    agent(name) {
      download(name, new Blob([model.exportAgent().bytes], {type: 'application/octet-stream'}));
    },
    evaluation_csv(name) {
      download(name, new Blob([model.send({type: 'evaluation_csv'}).text], {type: 'text/csv'}));
    },
    async evaluation_png(name) {
      const {result} = scripting.state().evaluation;
      try {
        download(name, await drawEvaluation(result, result.agent_name));
      } catch (error) {
        model.notice('error', error.message);
      }
    },
  };

  return {
    audio_start() {
      audio.unlock();
      heartbeat.setPlaying(true);
    },
    audio_stop() {
      audio.cancelAhead();
      heartbeat.setPlaying(false);
    },
    set_volume: ({volume}) => audio.setVolume(volume),
    set_sounds({sounds, samples: recorded, drive}) {
      audio.setSounds(sounds, drive);
      samples.set(recorded);
    },
    hit({voice, velocity, kit}) {
      audio.unlock();
      audio.play(voice, velocity, kit);
    },

    midi_connect: () => midi.connect(),
    midi_select: ({id}) => midi.select(id),
    midi_send: ({port, messages}) => midi.panic(port, messages),
    midi_in_select: ({id}) => midiIn.select(id),
    pads_select: ({id}) => pads.select(id),
    pads_in_select: ({id}) => pads.selectInput(id),
    pad_lights: ({port, messages}) => pads.lights(port, messages),
    timing_reset: () => timing.reset(),
    loopback: async ({notes}) => model.report(await loopback.run(notes)),

    train_reset({config, kicks, reward}) {
      progress.stop();
      if (!trainer.ensure(config, kicks, reward)) trainer.reset(config, kicks, reward);
    },
    train_load_agent() {
      progress.again();
      trainer.loadAgent(model.exportAgent('a').bytes);
    },
    train_start({config, kicks, reward, judged_by: judgedBy}) {
      if (!race.on) {
        trainer.ensure(config, kicks, reward);
        progress.start(reward, judgedBy);
      }
      learners().start();
      heartbeat.setTraining(true);
    },
    train_pause() {
      learners().pause();
      heartbeat.setTraining(false);
    },
    train_config: ({config}) => trainer.setConfig(config),
    train_kicks: ({kicks}) => learners().setKicks(kicks),
    train_reward({reward}) {
      learners().setReward(reward);
      progress.setReward(reward);
    },

    race_start({configs, kicks, reward, seconds, judged_by: judgedBy}) {
      trainer.close(); // its learner gives way to the runners
      progress.stop();
      race.begin({configs, kicks, reward, seconds, judgedBy});
      heartbeat.setTraining(true);
    },
    race_config: ({configs}) => race.setConfigs(configs),
    race_keep({runner}) {
      race.keep(runner, trainer);
      heartbeat.setTraining(trainer.training);
      endRace();
    },
    race_stop() {
      race.stop();
      heartbeat.setTraining(false);
      endRace();
    },

    async truth({question}) {
      try {
        model.send({type: 'truth', result: await evaluation.truth(question)});
      } catch {
        model.send({type: 'truth_error'}); // only a dashed line is missing; what stopped the worker is told elsewhere
      }
    },

    async evaluate({options}) {
      try {
        const result = await evaluation.evaluate(model.exportAgent().bytes, options);
        model.report({type: 'evaluation', result});
      } catch (error) {
        model.report({type: 'evaluation_error', error: error.message});
      }
      scripting.emit('evaluation', scripting.state().evaluation);
    },

    download: ({what, name}) => downloads[what](name),
    async take_along(request) {
      try {
        await (await import('./groove_files.js')).takeAlong({model, audio}, request);
      } catch (error) {
        model.notice('error', `That part of the page could not be loaded: check the connection. (${error.message})`);
      }
    },
    open_file: () => openPicker(),
    save: (what) => autosave.mark(what),
  };
}
