// Groups of a long list: folded on a phone, open where there is room, on paper and when one is led to.
const WIDE = '(min-width: 64rem)';
const PHONE = '(max-width: 40rem)';
const READ_AT_ONCE = '.report-contents, .report-summary';

function openFolds() {
  for (const fold of document.querySelectorAll('details[data-fold]')) fold.open = true;
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  const fold = target?.closest('details[data-fold]') ?? target?.querySelector('details[data-fold]');
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
}

function foldSection(section) {
  const heading = section.querySelector(':scope > h2');
  if (!heading) return;
  const fold = document.createElement('details');
  const summary = document.createElement('summary');
  fold.className = 'fold';
  fold.dataset.fold = '';
  summary.append(heading);
  fold.append(summary, ...section.childNodes);
  section.append(fold);
}

function foldSections() {
  for (const section of document.querySelectorAll('[data-fold-sections] > section')) {
    if (!section.matches(READ_AT_ONCE)) foldSection(section);
  }
}

export function startFolds() {
  if (window.matchMedia(PHONE).matches) foldSections();
  if (window.matchMedia(WIDE).matches) openFolds();
  openTarget();
  window.addEventListener('hashchange', openTarget);
  window.addEventListener('beforeprint', openFolds);
}
