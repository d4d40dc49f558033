// Small things: print buttons, the section list on a phone, and scroll regions that need no tab stop.
function updateScrollRegions() {
  for (const region of document.querySelectorAll('[data-scroll-region]')) {
    if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
    else region.removeAttribute('tabindex');
  }
}

function goToSection(event) {
  const form = event.target.closest('form[data-section-select]');
  if (!form) return;
  const url = form.querySelector('select').selectedOptions[0].dataset.url;
  if (event.type === 'submit' && !url) return;
  event.preventDefault();
  window.location.assign(url);
}

export function startPage() {
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-print]')) window.print();
  });
  document.addEventListener('submit', goToSection);
  updateScrollRegions();
  window.addEventListener('resize', updateScrollRegions);
  document.addEventListener('htmx:afterSettle', updateScrollRegions);
  document.addEventListener('toggle', updateScrollRegions, true);
}
