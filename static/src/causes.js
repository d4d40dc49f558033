// The outline of causes by keys: Alt and an arrow sends what the cause's own button sends.
// The server moves it and htmx swaps the outline in; focus stays on the same cause.
const MOVES = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'outdent', ArrowRight: 'indent' };

function move(event) {
  const how = MOVES[event.key];
  const cause = event.target.closest?.('[data-cause]');
  if (!how || !cause || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const button = cause.querySelector(`button[value="${how}"]`);
  if (!button) return;
  event.preventDefault(); // Alt and an arrow to the side would leave the page
  if (button.getAttribute('aria-disabled') !== 'true') button.click();
}

function refuse(event) {
  if (event.target.closest?.('[data-cause] button[aria-disabled="true"]')) event.preventDefault();
}

document.addEventListener('keydown', move);
document.addEventListener('click', refuse, true);
