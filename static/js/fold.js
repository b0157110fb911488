/* <details open data-fold-on-phone>: long lists begin folded where the screen is narrow. */
(function () {
  'use strict';
  if (!window.matchMedia('(max-width: 760px)').matches) return;
  document.querySelectorAll('details[data-fold-on-phone]').forEach(function (one) { one.open = false; });
})();
