// When the session has ended the server answers a part of the page with 401: what is typed stays, and the
// person can sign in in another tab. Signing in changes the token that the forms on this page carry, so
// requests take it from the cookie.
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

function sayIt(region) {
  const link = document.createElement('a');
  link.href = '/';
  link.target = '_blank';
  link.textContent = region.dataset.signIn;
  region.replaceChildren(`${region.dataset.signedOut} `, link);
  region.scrollIntoView({ block: 'center' });
}

export function startSession() {
  document.addEventListener('htmx:configRequest', ({ detail }) => {
    if (!token()) return;
    detail.headers['X-CSRFToken'] = token();
    delete detail.parameters.csrfmiddlewaretoken;
  });
  document.addEventListener('htmx:responseError', ({ detail }) => {
    const region = document.querySelector('[data-network-status]');
    if (detail.xhr.status === 401 && region) sayIt(region);
  });
}
