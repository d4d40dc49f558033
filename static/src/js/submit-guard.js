// A form is sent once, however often its button is pressed. The server holds the same rule with the
// idempotency key; this spares the person the second answer. Opt out with data-allow-resubmit (downloads).
const PATIENCE = 15_000;

function release(form) {
  delete form.dataset.submitting;
  for (const button of form.querySelectorAll('[aria-busy="true"]')) button.removeAttribute('aria-busy');
}

function guard(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post' || 'allowResubmit' in form.dataset) return;
  if (form.dataset.submitting) {
    event.preventDefault();
    return;
  }
  form.dataset.submitting = 'true';
  event.submitter?.setAttribute('aria-busy', 'true');
  setTimeout(() => release(form), PATIENCE);
}

export function startSubmitGuard() {
  document.addEventListener('submit', guard);
  // Coming back with the browser's back button: the page is as it was left.
  window.addEventListener('pageshow', () => document.querySelectorAll('form[data-submitting]').forEach(release));
}
