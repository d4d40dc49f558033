// A file that the server would refuse for its size is refused before it is sent. The input says how
// large it may be (data-max-bytes) and in what words it is refused (data-too-large).
export function startFileSize() {
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.dataset.maxBytes) return;
    const isTooLarge = [...target.files].some((file) => file.size > Number(target.dataset.maxBytes));
    target.setCustomValidity(isTooLarge ? target.dataset.tooLarge : '');
    target.reportValidity();
  });
}
