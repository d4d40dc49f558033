// The safety walk on a phone. Each finding is first kept on the phone and then sent, so that nothing depends
// on the network; what waits is listed, and sent when the network is back. Without script the form is posted.
import { forget, keep, sendAll, waiting } from './lib/walk-queue.js';

const AGAIN = 30_000;
const page = document.querySelector('[data-walk]');
const form = document.querySelector('[data-walk-form]');
const box = document.querySelector('[data-walk-queue]');
let edited = null;

const part = (name, inside = box) => inside.querySelector(`[data-${name}]`);

function line(finding) {
  const item = part('queue-item').content.cloneNode(true);
  part('item-text', item).textContent = finding.text;
  part('item-place', item).textContent = finding.place ? ` ${finding.place}` : '';
  const refusal = part('item-refusal', item);
  refusal.hidden = !finding.refusal;
  refusal.textContent = finding.refusal ?? '';
  const edit = part('item-edit', item);
  edit.hidden = !form;
  edit.addEventListener('click', () => change(finding));
  part('item-remove', item).addEventListener('click', async () => {
    await forget(finding.key);
    show(await waiting(box.dataset.owner), 'sent');
  });
  return item;
}

function note(findings, outcome) {
  const words = box.dataset;
  if (outcome === 'signed-out') return words.wordSignedOut;
  if (outcome === 'failed') return words.wordFailed;
  return findings.every((finding) => finding.refusal) ? words.wordRefused : words.wordOffline;
}

function show(findings, outcome) {
  box.hidden = findings.length === 0;
  if (box.hidden) return;
  const words = findings.length === 1 ? box.dataset.wordOne : box.dataset.wordMany;
  part('queue-title').textContent = `${findings.length} ${words}`;
  part('queue-note').textContent = note(findings, outcome);
  part('queue-list').replaceChildren(...findings.map(line));
}

function found(finding) {
  const list = document.querySelector('[data-walk-list]');
  const count = document.querySelector('[data-walk-count]');
  if (!list || finding.address !== window.location.pathname) return;
  const item = document.createElement('li');
  item.textContent = finding.text;
  list.append(item);
  if (count) count.textContent = String(list.children.length);
}

async function sendWaiting() {
  const { owner } = box.dataset;
  show(await waiting(owner), 'sent');
  const outcome = await sendAll(owner, found);
  show(await waiting(owner), outcome);
  return outcome;
}

function written() {
  const value = (name) => form.elements[name]?.value ?? '';
  const photo = [...form.querySelectorAll('[data-photo-input]')].map((input) => input.files[0]).find(Boolean);
  return {
    category: value('category'),
    text: value('text').trim(),
    place: value('place').trim(),
    longitude: value('longitude') || edited?.longitude || '',
    latitude: value('latitude') || edited?.latitude || '',
    photo: photo ?? edited?.photo ?? null,
  };
}

function change(finding) {
  edited = finding;
  for (const name of ['text', 'place', 'category']) form.elements[name].value = finding[name];
  form.elements.text.focus();
}

function clear() {
  edited = null;
  form.querySelector('[data-photo-remove]')?.click();
  form.querySelector('[data-pin-remove]')?.click();
  form.reset();
  for (const name of ['text', 'place', 'longitude', 'latitude', 'kept_photo']) form.elements[name].value = '';
  for (const choice of form.querySelectorAll('[name="category"]')) choice.checked = false;
  form.querySelector('[data-pin-status]').textContent = '';
  form.querySelector('.ds-error-summary, [data-error-summary]')?.remove();
  form.dispatchEvent(new CustomEvent('trygghet:saved', { bubbles: true }));
}

function say(text) {
  const status = form.querySelector('[data-walk-status]');
  status.textContent = text;
  document.querySelector('h1').scrollIntoView({ block: 'start' });
}

async function save(event) {
  event.preventDefault();
  const finding = {
    ...written(),
    key: edited?.key ?? crypto.randomUUID(),
    savedAt: edited?.savedAt ?? Date.now(),
    address: edited?.address ?? window.location.pathname,
    owner: box.dataset.owner,
  };
  try {
    await keep(finding);
  } catch {
    form.removeEventListener('submit', save); // the phone keeps nothing: post it as without script
    form.requestSubmit();
    return;
  }
  clear();
  say(form.dataset.wordKept);
  if ((await sendWaiting()) === 'sent') say(form.dataset.wordSent);
}

function start() {
  if (!box || !window.indexedDB || !crypto.randomUUID) return;
  form?.addEventListener('submit', save);
  window.addEventListener('online', sendWaiting);
  setInterval(() => !box.hidden && sendWaiting(), AGAIN);
  sendWaiting();
  if (page) navigator.serviceWorker?.register(page.dataset.worker).catch(() => {}); // works without it, online
}

start();
