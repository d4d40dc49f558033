// Groups of a long list: folded on a phone, open where there is room and on paper.
const WIDE = '(min-width: 64rem)';

function openFolds() {
  for (const fold of document.querySelectorAll('details[data-fold]')) fold.open = true;
}

export function startFolds() {
  if (window.matchMedia(WIDE).matches) openFolds();
  window.addEventListener('beforeprint', openFolds);
}
