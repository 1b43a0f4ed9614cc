// The page as an app: it starts without a network after the first visit, and says when a newer version has come.

const news = 'A new version of Backbeat is ready: reload the page to load it. What you made is kept.';
const patienceMs = 3000;

/**
 * At the very start: a newer version that was fetched during the last visit takes over, and the page is loaded anew.
 * @param {?ServiceWorkerContainer} container navigator.serviceWorker, where the browser has it
 * @returns {Promise<boolean>} true: this page gives way
 */
export async function takeNewVersion(container) {
  if (!container?.controller) return false;
  const registration = await container.getRegistration().catch(() => null);
  if (!registration?.waiting) return false;
  const taken = new Promise((resolve) => {
    container.addEventListener('controllerchange', () => resolve(true), {once: true});
    setTimeout(() => resolve(false), patienceMs); // another page still runs the old one
  });
  registration.waiting.postMessage('take over');
  return taken;
}

/**
 * @param {object} options
 * @param {?ServiceWorkerContainer} options.container
 * @param {(sentence: string) => void} options.onNews
 */
export async function startOffline({container, onNews}) {
  if (!container) return;
  const before = container.controller; // null on a first visit: then what comes is no news
  try {
    const registration = await container.register('offline_worker.js', {updateViaCache: 'none'});
    const tell = (worker) => {
      const isReady = () => before && worker.state === 'installed';
      if (isReady()) onNews(news);
      else worker.addEventListener('statechange', () => isReady() && onNews(news));
    };
    if (registration.waiting ?? registration.installing) tell(registration.waiting ?? registration.installing);
    registration.addEventListener('updatefound', () => tell(registration.installing));
  } catch (error) {
    console.info(`Backbeat will not start without a network here: ${error.message}`); // a private window, a guarded browser
  }
}

/**
 * Files that the system opens with the installed app.
 * @param {?LaunchQueue} queue window.launchQueue, where the browser has it
 * @param {(file: File) => void} onFile
 */
export function takeLaunchedFiles(queue, onFile) {
  queue?.setConsumer(async ({files = []}) => {
    for (const handle of files) onFile(await handle.getFile());
  });
}
