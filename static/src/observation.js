// The phone page for an observation: the position, and a photo made small before it leaves the phone
// (which also drops its position data, and turns the phone's own format into JPEG). Without script the
// area is chosen in the list, and the server does the same with the photo.
const LARGEST_SIDE = 1600;
const QUALITY = 0.85;

async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LARGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  return { file: new File([blob], 'bild.jpg', { type: 'image/jpeg' }), preview: canvas };
}

function put(input, file) {
  const files = new DataTransfer();
  files.items.add(file);
  input.files = files.files;
}

function show(field, picture) {
  const line = field.querySelector('[data-photo-preview]');
  const remove = document.createElement('button');
  remove.type = 'button';
  remove.className = 'ds-button';
  remove.dataset.variant = 'tertiary';
  remove.dataset.photoRemove = '';
  remove.textContent = line.dataset.remove;
  picture?.setAttribute('aria-hidden', 'true');
  line.replaceChildren(line.dataset.chosen, ...(picture ? [picture] : []), remove);
}

function clear(field, except) {
  for (const input of field.querySelectorAll('[data-photo-input]')) if (input !== except) input.value = '';
}

async function choose(input) {
  const field = input.closest('[data-photo]');
  const [file] = input.files;
  if (!file) return;
  clear(field, input);
  try {
    const small = await smaller(file);
    put(input, small.file);
    show(field, small.preview);
  } catch {
    show(field, null); // a format that this browser cannot read: the server says what to do
  }
}

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-photo-input]')) choose(event.target);
});

document.addEventListener('click', (event) => {
  if (!event.target.closest('[data-photo-remove]')) return;
  const field = event.target.closest('[data-photo]');
  clear(field);
  field.querySelector('[data-photo-preview]').replaceChildren();
  field.querySelector('[data-photo-input]').focus();
});
