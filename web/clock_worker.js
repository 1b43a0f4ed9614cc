// A metronome for the page: timers of a worker go on at their pace in a hidden tab, where the page's own are slowed
// down to once a second or less.

import {tickMs} from './clock.js';

let timer = 0;

self.onmessage = ({data}) => {
  clearInterval(timer);
  timer = data === 'start' ? setInterval(() => self.postMessage('tick'), tickMs) : 0;
};
