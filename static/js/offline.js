/* <html class="is-offline"> while there is no network; .fw-offline notes show themselves. */
(function () {
  'use strict';
  function mark() { document.documentElement.classList.toggle('is-offline', navigator.onLine === false); }
  window.addEventListener('online', mark);
  window.addEventListener('offline', mark);
  mark();
})();
