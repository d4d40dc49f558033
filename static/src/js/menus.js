// Menus are <details data-menu>: here they also close by Escape, by a click outside, and one at a time.
const openMenus = () => document.querySelectorAll('details[data-menu][open]');

function closeMenus(except) {
  for (const menu of openMenus()) {
    if (!menu.contains(except)) menu.open = false;
  }
}

export function startMenus() {
  document.addEventListener('click', (event) => closeMenus(event.target));
  document.addEventListener('focusin', (event) => closeMenus(event.target));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const menu = [...openMenus()].at(-1);
    if (!menu) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}
