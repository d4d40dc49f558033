// Saves the open form two seconds after the last keystroke, says so, and never lets a text go: without
// network it waits and tries again; when somebody has signed out it says how to go on; when two have
// written it shows both texts. Without script the form is saved by its button.
import { Draft, csrfToken } from './draft.js';

const PAUSE = 2000;
const RETRY = 5000;
const drafts = new Map();

const words = (form, name) => form.dataset[name] ?? '';
const part = (form, name) => form.querySelector(`[data-${name}]`);

function say(form, state, text) {
  const place = part(form, 'save-state');
  if (!place || (place.dataset.state === state && place.textContent === text)) return;
  place.dataset.state = state;
  place.textContent = text;
}

function show(form, name, text = null) {
  for (const each of ['signed-out', 'not-saved']) {
    const box = part(form, each);
    if (box) box.hidden = each !== name;
  }
  if (text !== null && part(form, name)) part(form, name).textContent = text;
}

function showConflict(draft, html) {
  draft.isPaused = true;
  const holder = document.createElement('template');
  holder.innerHTML = html;
  const choice = holder.content.querySelector('form');
  draft.form.replaceWith(choice);
  choice.querySelector('h2').tabIndex = -1;
  choice.querySelector('h2').focus();
  // What is chosen here is not saved either until its button is pressed.
  choice.dispatchEvent(new Event('input', { bubbles: true }));
}

// "4 av 9 klara" follows what has been saved.
function updateNavigation(form, state) {
  if (!state || form.dataset.state === state) return;
  form.dataset.state = state;
  const target = '#report-nav';
  const address = `${form.action}?del=${form.dataset.section}`;
  window.htmx?.ajax('GET', address, { target, select: target, swap: 'outerHTML' });
}

const outcomes = {
  saved(draft, data) {
    show(draft.form, null);
    say(draft.form, 'saved', `${words(draft.form, 'wordSaved')} ${data.saved_at}`);
    const guard = part(draft.form, 'guard');
    if (guard) guard.innerHTML = data.warning ? `<div class="ds-validation-message"><p>${data.warning}</p></div>` : '';
    updateNavigation(draft.form, data.state);
    if (!draft.isDirty) draft.form.dispatchEvent(new CustomEvent('trygghet:saved', { bubbles: true }));
  },
  offline(draft) {
    say(draft.form, 'offline', words(draft.form, 'wordOffline'));
  },
  noAnswer(draft) {
    say(draft.form, 'offline', words(draft.form, 'wordNoAnswer'));
  },
  signedOut(draft) {
    say(draft.form, 'failed', words(draft.form, 'wordNotSaved'));
    show(draft.form, 'signed-out');
  },
  conflict(draft, data) {
    if (data.html) {
      showConflict(draft, data.html);
      return;
    }
    draft.isPaused = true;
    outcomes.notYet(draft, data);
  },
  notYet(draft, data) {
    say(draft.form, 'failed', data.message ?? words(draft.form, 'wordNotSaved'));
  },
  locked(draft, data) {
    draft.isPaused = true;
    say(draft.form, 'failed', words(draft.form, 'wordNotSaved'));
    show(draft.form, 'not-saved', data.message);
  },
  refused(draft, data) {
    say(draft.form, 'failed', words(draft.form, 'wordNotSaved'));
    show(draft.form, 'not-saved', data.message ?? words(draft.form, 'wordRefused'));
  },
};

async function save(draft) {
  clearTimeout(draft.timer);
  if (!draft.isDirty) return;
  say(draft.form, 'saving', words(draft.form, 'wordSaving'));
  const { outcome, data = {} } = await draft.send();
  outcomes[outcome](draft, data);
  draft.waits = ['offline', 'noAnswer', 'signedOut'].includes(outcome);
  if (outcome === 'saved' && draft.isDirty) later(draft);
  if (outcome === 'saved' && !draft.isDirty && !draft.form.isConnected) drafts.delete(draft.form);
}

function later(draft) {
  clearTimeout(draft.timer);
  draft.timer = setTimeout(() => save(draft), PAUSE);
}

function typed(event) {
  const form = event.target.closest?.('form[data-autosave]');
  if (!form) return;
  if (!drafts.has(form)) drafts.set(form, new Draft(form));
  const draft = drafts.get(form);
  draft.typed += 1;
  if (!draft.isPaused && !draft.waits) later(draft);
}

const dirty = () => [...drafts.values()].filter((draft) => draft.isDirty);
const saveWaiting = () => dirty().filter((draft) => draft.waits).forEach(save);

// A form is posted after its last automatic save has come home, or the two would meet as a conflict.
async function beforePost(event) {
  const token = event.target.querySelector('[name="csrfmiddlewaretoken"]');
  if (token && csrfToken()) token.value = csrfToken();
  const draft = drafts.get(event.target);
  if (!draft) return;
  clearTimeout(draft.timer);
  if (!draft.sending) {
    drafts.delete(event.target);
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  await draft.sending;
  drafts.delete(event.target);
  event.target.requestSubmit(event.submitter);
}

// A link within the product waits for the text to be saved; if that fails the browser asks first.
async function beforeLeaving(event) {
  const link = event.target.closest?.('a[href]');
  const stays = !link || link.target || link.origin !== location.origin || 'dialog' in link.dataset;
  if (stays || link.hash || link.hasAttribute('hx-get') || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!dirty().length) return;
  event.preventDefault();
  await Promise.all(dirty().map(save));
  location.assign(link.href);
}

export function startAutosave() {
  document.addEventListener('input', typed);
  document.addEventListener('submit', beforePost, true);
  document.addEventListener('click', beforeLeaving);
  for (const back of ['online', 'focus']) window.addEventListener(back, saveWaiting);
  document.addEventListener('visibilitychange', saveWaiting);
  window.addEventListener('pagehide', () => dirty().forEach((draft) => draft.send({ keepalive: true })));
  document.addEventListener('htmx:configRequest', (event) => {
    event.detail.headers['X-CSRFToken'] = csrfToken();
  });
  setInterval(saveWaiting, RETRY);
}
