// The week's boxes: paint by dragging the mouse over them, walk among them with the arrow keys.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
let painting = null;

const boxAt = (element) => element.closest?.('[data-week-grid] td')?.querySelector('input') ?? null;

function paint(box) {
  if (box.checked === painting.value) return;
  box.checked = painting.value;
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

function press(event) {
  const box = boxAt(event.target);
  if (!box || event.pointerType !== 'mouse' || event.button) return;
  painting = { first: box, value: !box.checked, moved: false };
}

function enter(event) {
  const box = painting && boxAt(event.target);
  if (!box || (box === painting.first && !painting.moved)) return;
  if (!painting.moved) {
    painting.moved = true;
    paint(painting.first);
  }
  paint(box);
}

// A drag that ends where it began would also count as a click on that box.
function click(event) {
  if (!painting?.moved) return;
  if (boxAt(event.target)) event.preventDefault();
  painting = null;
}

function walk(event) {
  const step = STEPS[event.key];
  const cell = step && event.target.closest?.('[data-week-grid] td');
  if (!cell) return;
  const row = cell.parentElement.rowIndex + step[0];
  const box = cell.closest('table').rows[row]?.cells[cell.cellIndex + step[1]]?.querySelector('input');
  if (!box) return;
  event.preventDefault();
  box.focus();
}

export function startWeekGrid() {
  document.addEventListener('pointerdown', press);
  document.addEventListener('pointerover', enter);
  document.addEventListener('pointerup', () => setTimeout(() => (painting = null)));
  document.addEventListener('click', click, true);
  document.addEventListener('keydown', walk);
}
