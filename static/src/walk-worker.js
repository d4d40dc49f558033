// Keeps the shell of the walk's phone page, so that it opens without network. The shell holds no names; findings
// are kept by the page itself, and nothing else that a person has read is kept at all.
const CACHE = 'trygghet-walk-1';
const SHELL = '/vandringar/skal/';
const RECORD = /^\/vandringar\/\d+\/ga\/$/;
const PARTS = /<(?:link|script)[^>]*?(?:href|src)="([^"]+)"|data-areas="([^"]+)"|<use href="([^"#]+)/g;
const PATIENCE = 8_000;

async function keepShell() {
  const answer = await fetch(SHELL, { redirect: 'error' });
  if (!answer.ok) throw new Error(`The shell answered ${answer.status}`);
  const text = await answer.clone().text();
  const cache = await caches.open(CACHE);
  const parts = new Set([...text.matchAll(PARTS)].map((found) => found[1] ?? found[2] ?? found[3]));
  await Promise.allSettled([...parts].map((part) => cache.add(part)));
  await cache.put(SHELL, answer);
}

async function open(event) {
  try {
    const answer = await fetch(event.request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status < 502) {
      event.waitUntil(keepShell().catch(() => {}));
      return answer;
    }
  } catch {
    // no network: the shell
  }
  return (await caches.match(SHELL)) ?? Response.error();
}

async function load(request) {
  try {
    return await fetch(request);
  } catch (noNetwork) {
    const kept = await caches.match(request);
    if (kept) return kept;
    throw noNetwork;
  }
}

self.addEventListener('install', (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (RECORD.test(url.pathname)) event.respondWith(open(event));
  } else if (!RECORD.test(url.pathname)) {
    event.respondWith(load(request));
  }
});
