// A button with data-copy copies the text of the field it names. Without script it stays hidden.
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select(); // not allowed to: the person copies what is marked
    return;
  }
  button.querySelector('span').textContent = button.dataset.copied;
}

export function startCopy() {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => copy(button));
  }
}
