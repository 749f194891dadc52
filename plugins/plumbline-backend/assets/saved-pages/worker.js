// Shows the answers that this browser saved when the portal cannot be reached. Answers nothing else: every request that is not
// the opening of a page goes its usual way.
// To be raised whenever the page or its script changes: browsers look at this file alone for what is new.
const cacheName = 'plumbline-saved-pages-2';
const ours = /^plumbline-saved-pages/;
const page = new URL('page.html', self.location.href).href;
const script = new URL('page.js', self.location.href).href;
// The page stands at whatever address was opened, so it asks for its script by this name, from anywhere.
const scriptName = '/plumbline-saved-page.js';
const patienceMs = 8_000;

async function keepFiles() {
  const cache = await caches.open(cacheName);
  await cache.addAll(
    [page, script].map(url => new Request(url, { cache: 'no-cache' })),
  );
}

/** The portal's own page, unless it does not come, or a proxy in front of it says that it is down. */
async function openPage(request) {
  try {
    const response = await fetch(request, {
      signal: AbortSignal.timeout(patienceMs),
    });
    if (![502, 503, 504].includes(response.status)) {
      return response;
    }
  } catch {
    // Neither network nor portal.
  }
  return (await caches.match(page)) ?? Response.error();
}

self.addEventListener('install', event => {
  event.waitUntil(keepFiles().then(() => self.skipWaiting()));
});

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(
    names
      .filter(name => ours.test(name) && name !== cacheName)
      .map(name => caches.delete(name)),
  );
  await self.clients.claim();
}

self.addEventListener('activate', event => {
  event.waitUntil(takeOver());
});

self.addEventListener('fetch', event => {
  const { request } = event;
  if (request.mode === 'navigate') {
    event.respondWith(openPage(request));
  } else if (new URL(request.url).pathname.endsWith(scriptName)) {
    event.respondWith(
      caches.match(script).then(kept => kept ?? Response.error()),
    );
  }
});
