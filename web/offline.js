// The page as an app: it starts without a network after the first visit, and says when a newer version has come.

/**
 * @param {object} options
 * @param {?ServiceWorkerContainer} options.container navigator.serviceWorker, where the browser has it
 * @param {(sentence: string) => void} options.onNews
 */
export async function startOffline({container, onNews}) {
  if (!container) return;
  const before = container.controller; // null on a first visit: then what comes is no news
  try {
    const registration = await container.register('offline_worker.js', {updateViaCache: 'none'});
    registration.addEventListener('updatefound', () => {
      const {installing} = registration;
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'activated' && before) onNews('A new version of Backbeat is ready: reload the page to load it. Nothing is lost.');
      });
    });
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
