// Groups of a long list: folded on a phone, open where there is room, on paper and when one is led to.
const WIDE = '(min-width: 64rem)';

function openFolds() {
  for (const fold of document.querySelectorAll('details[data-fold]')) fold.open = true;
}

function openTarget() {
  const fold = document.querySelector(':target')?.closest('details[data-fold]');
  if (fold) fold.open = true;
}

export function startFolds() {
  if (window.matchMedia(WIDE).matches) openFolds();
  openTarget();
  window.addEventListener('hashchange', openTarget);
  window.addEventListener('beforeprint', openFolds);
}
