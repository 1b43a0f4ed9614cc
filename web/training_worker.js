// The worker that trains, or answers questions: a TrainingLoop on the trainer program and this worker's message port.

import createTrainer from '#wasm/trainer.mjs';
import createRelaxedTrainer from '#wasm/trainer_relaxed.mjs';
import {hasRelaxedSimd} from './support.js';
import {TrainingLoop} from './training_loop.js';

// A message to ourselves comes after the page's messages that already wait; setTimeout would cost 4 ms a time.
const channel = new MessageChannel();
let resume = null;
channel.port1.onmessage = () => {
  const callback = resume;
  resume = null;
  callback?.();
};

const loop = new TrainingLoop({
  // Multiply and add in one instruction, where the browser has it, makes the products faster.
  loadTrainer: () => (hasRelaxedSimd() ? createRelaxedTrainer() : createTrainer()),
  post: (message, transfer = []) => self.postMessage(message, transfer),
  yieldTo: (callback) => {
    resume = callback;
    channel.port2.postMessage(null);
  },
  now: () => performance.now(),
});

self.onmessage = ({data}) => loop.handle(data);
