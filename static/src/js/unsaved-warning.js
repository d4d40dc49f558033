// <form data-warn-unsaved>: the browser asks before a page with unsaved text is left. Scripts that save
// in the background tell it so: form.dispatchEvent(new CustomEvent('trygghet:saved', {bubbles: true})).
export function startUnsavedWarning() {
  const dirty = new Set();
  const formOf = (event) => event.target.closest?.('form[data-warn-unsaved]');
  document.addEventListener('input', (event) => formOf(event) && dirty.add(formOf(event)));
  document.addEventListener('trygghet:saved', (event) => dirty.delete(formOf(event)));
  document.addEventListener('submit', (event) => dirty.delete(formOf(event)));
  window.addEventListener('beforeunload', (event) => {
    if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
  });
}
