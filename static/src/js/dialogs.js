// A link with data-dialog leads to a page that asks before something is done (templates/confirm.html).
// With script the same question is shown in a dialog on this page; if that fails, the link is followed.
let dialog;

function getDialog() {
  if (!dialog) {
    dialog = document.createElement('dialog');
    dialog.className = 'ds-dialog';
    document.body.append(dialog);
  }
  return dialog;
}

async function showQuestion(link) {
  const response = await fetch(link.href, { headers: { Accept: 'text/html' } });
  if (!response.ok || response.redirected) throw new Error(response.statusText);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const content = page.querySelector('[data-dialog-content]');
  if (!content) throw new Error('the page asks nothing');
  const box = getDialog();
  box.replaceChildren(document.importNode(content, true));
  const heading = box.querySelector('h1');
  heading.id = 'dialog-heading';
  box.setAttribute('aria-labelledby', heading.id);
  box.showModal();
  window.htmx?.process(box);
}

export function startDialogs() {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest('dialog [data-dialog-close]')) {
      event.preventDefault();
      event.target.closest('dialog').close();
      return;
    }
    const link = event.target.closest('a[data-dialog]');
    if (!link) return;
    event.preventDefault();
    showQuestion(link).catch(() => window.location.assign(link.href));
  });
}
