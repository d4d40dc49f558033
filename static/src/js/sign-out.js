// Signing out empties the phone: if findings of a walk wait to be sent, the person is asked first.
const WAITING = 'walk-findings-waiting';

export function startSignOut() {
  document.addEventListener('submit', (event) => {
    const { askWaiting } = event.target.dataset;
    if (!askWaiting || !Number(localStorage.getItem(WAITING))) return;
    if (!window.confirm(askWaiting)) event.preventDefault();
  });
}
