// One form whose content is kept on the server while it is written (data-autosave is the address).
// The text lives in the page's memory only, never in the browser's storage: drafts may hold what is secret.
const TYPE = 'application/json';

/** The token as it is now: signing in again, in another tab, changes it. */
export const csrfToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? '';

/** The form's fields as an object; a name that several boxes share becomes a list. */
function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (name === 'csrfmiddlewaretoken' || name === 'del' || value instanceof File) continue;
    const isList = form.querySelectorAll(`input[type="checkbox"][name="${name}"]`).length > 1;
    if (isList) (fields[name] ??= []).push(value);
    else fields[name] = value;
  }
  return fields;
}

export class Draft {
  typed = 0;
  saved = 0;
  isPaused = false;
  sending = null;

  constructor(form) {
    this.form = form;
  }

  get isDirty() {
    return this.typed !== this.saved && !this.isPaused;
  }

  /** Sends what is typed and gives {outcome, data}; one request at a time. */
  send({ keepalive = false } = {}) {
    if (keepalive) return this.#post(true);
    this.sending ??= this.#post(false).finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  async #post(keepalive) {
    const typed = this.typed;
    const fields = fieldsOf(this.form);
    if (this.form.dataset.section) fields.version = Number(fields.version);
    let response;
    try {
      response = await fetch(this.form.dataset.autosave, {
        method: 'POST',
        headers: { 'Content-Type': TYPE, 'X-CSRFToken': csrfToken() },
        body: JSON.stringify(fields),
        redirect: 'manual',
        keepalive,
      });
    } catch {
      return { outcome: 'offline' };
    }
    return this.#outcome(response, typed);
  }

  async #outcome(response, typed) {
    if (response.type === 'opaqueredirect' || response.status === 401) return { outcome: 'signedOut' };
    const isData = response.headers.get('Content-Type')?.startsWith(TYPE);
    const data = isData ? await response.json() : {};
    if (response.ok && isData) {
      this.saved = Math.max(this.saved, typed);
      const version = this.form.querySelector('[name="version"]');
      if (version) version.value = data.version;
      if (data.autosave) this.form.dataset.autosave = data.autosave;
      return { outcome: 'saved', data };
    }
    const outcomes = { 409: 'conflict', 422: 'notYet', 423: 'locked' };
    const outcome = outcomes[response.status] ?? (response.status >= 500 ? 'noAnswer' : 'refused');
    return { outcome, data };
  }
}
