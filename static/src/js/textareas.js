// Text areas grow with their text. Most browsers do it by CSS (field-sizing); this is for the others.
function fit(area) {
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

const fitAll = (root) => root.querySelectorAll?.('textarea[data-autosize]').forEach(fit);

export function startTextareas() {
  if (CSS.supports('field-sizing', 'content')) return;
  fitAll(document);
  document.addEventListener('input', (event) => {
    if (event.target.matches('textarea[data-autosize]')) fit(event.target);
  });
  document.addEventListener('htmx:afterSettle', (event) => fitAll(event.target));
}
