// Says at the top of the page when there is no network, or when the server did not answer a part of the page.
export function startNetworkStatus() {
  const region = document.querySelector('[data-network-status]');
  if (!region) return;
  const say = (text) => {
    region.textContent = text;
  };
  const update = () => say(navigator.onLine ? '' : region.dataset.offline);
  window.addEventListener('online', update);
  window.addEventListener('offline', update);
  document.addEventListener('htmx:sendError', () => say(navigator.onLine ? region.dataset.failed : region.dataset.offline));
  document.addEventListener('htmx:responseError', (event) => {
    if (event.detail.xhr.status >= 500) say(region.dataset.failed);
  });
  document.addEventListener('htmx:afterOnLoad', ({ detail }) => detail.xhr.status < 400 && update());
  update();
}
