// The list of errors takes focus, also when HTMX puts it on the page; its links go to the field itself.
function focusSummary(root) {
  root.querySelector?.('[data-error-summary]')?.focus();
}

function followLink(event) {
  const link = event.target.closest?.('[data-error-summary] a[href^="#"]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest('details:not([open])')?.setAttribute('open', '');
  field.scrollIntoView({ block: 'center' });
  field.focus({ preventScroll: true });
}

export function startErrorSummary() {
  focusSummary(document);
  document.addEventListener('click', followLink);
  document.addEventListener('htmx:afterSettle', (event) => focusSummary(event.target));
}
