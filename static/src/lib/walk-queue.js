// Findings of safety walks that wait on this phone until there is network. Class open, at most 14 days, and
// gone at sign-out. Each has a key: sent twice (the answer was lost on the way) it is still one finding.
import { openDB } from 'idb';

const DAY = 24 * 60 * 60 * 1000;
const KEPT_DAYS = 14;
const PATIENCE = 30_000;
const FIELDS = ['category', 'text', 'place', 'longitude', 'latitude'];
export const WAITING = 'walk-findings-waiting'; // how many, for the question at sign-out

const database = openDB('trygghet-walks', 1, {
  upgrade: (db) => db.createObjectStore('findings', { keyPath: 'key' }),
});

export async function keep(finding) {
  await (await database).put('findings', finding);
}

export async function forget(key) {
  await (await database).delete('findings', key);
}

/** The person's findings, oldest first; what is too old, whosever it is, is taken away. */
export async function waiting(owner) {
  const db = await database;
  const oldest = Date.now() - KEPT_DAYS * DAY;
  const all = await db.getAll('findings');
  await Promise.all(all.filter((finding) => finding.savedAt < oldest).map((finding) => forget(finding.key)));
  const mine = all.filter((finding) => finding.owner === owner && finding.savedAt >= oldest);
  localStorage.setItem(WAITING, String(mine.length));
  return mine.sort((one, other) => one.savedAt - other.savedAt);
}

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? '';

function asForm(finding) {
  const form = new FormData();
  for (const name of FIELDS) form.set(name, finding[name] ?? '');
  form.set('found_at', new Date(finding.savedAt).toISOString());
  form.set('idempotency_key', finding.key);
  if (finding.photo) form.set('photo', finding.photo, 'bild.jpg');
  return form;
}

async function post(finding) {
  return fetch(finding.address, {
    method: 'POST',
    body: asForm(finding),
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
    headers: { Accept: 'application/json', 'X-CSRFToken': token() },
  });
}

const words = (errors) =>
  Object.values(errors)
    .flat()
    .map((error) => new DOMParser().parseFromString(error.message, 'text/html').body.textContent)
    .join(' ');

/** What became of it: sent, refused (and why), offline, signed-out or failed. */
async function send(finding) {
  let answer;
  try {
    answer = await post(finding);
  } catch {
    return 'offline';
  }
  if (answer.status === 201) {
    await forget(finding.key);
    return 'sent';
  }
  if (answer.status === 422) {
    await keep({ ...finding, refusal: words((await answer.json()).errors) });
    return 'refused';
  }
  return answer.type === 'opaqueredirect' || answer.status === 401 ? 'signed-out' : 'failed';
}

async function sendEach(owner, onSent) {
  let last = 'sent';
  for (const finding of await waiting(owner)) {
    if (finding.refusal) continue;
    const outcome = await send(finding);
    if (outcome === 'sent') onSent(finding);
    else last = outcome;
    if (outcome === 'offline' || outcome === 'signed-out') break;
  }
  return last;
}

/** Send what waits, one page at a time; the last outcome that was not "sent". */
export function sendAll(owner, onSent = () => {}) {
  const work = () => sendEach(owner, onSent);
  return navigator.locks ? navigator.locks.request('trygghet-walks', work) : work();
}
