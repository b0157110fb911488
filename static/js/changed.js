/* An open page asks once a minute whether it has changed, and says so; it changes nothing by
   itself, so that nobody loses their place. What is asked costs the server next to nothing
   (the page's mark goes along, 304 comes back), and does not keep a session alive. */
(function () {
  'use strict';
  const box = document.querySelector('[data-changed]'), mark = document.body.dataset.mark;
  if (!box || !mark) return;
  const EVERY = 60000;
  let timer = 0;

  function later() { clearTimeout(timer); timer = setTimeout(ask, EVERY); }
  function ask() {
    if (document.hidden) return;
    fetch(location.href, { headers: { 'If-None-Match': mark }, credentials: 'same-origin', cache: 'no-store', redirect: 'manual' })
      .then(function (answer) {
        if (answer.status === 200 && answer.headers.get('ETag') !== mark) { box.hidden = false; return; }
        if (answer.status === 200 || answer.status === 304 || answer.status >= 500) later();
      })
      .catch(later);
  }
  document.addEventListener('visibilitychange', function () { if (!document.hidden && box.hidden) ask(); });
  later();
})();
