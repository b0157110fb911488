/* <textarea data-autosize> grows with its text; data-count="id" counts its characters. */
(function () {
  'use strict';
  function fit(area) {
    area.style.height = 'auto';
    area.style.height = area.scrollHeight + 2 + 'px';
  }
  function count(area) {
    var out = document.getElementById(area.dataset.count);
    if (out) out.textContent = Array.from(area.value).length;
  }
  function start(root) {
    root.querySelectorAll('textarea[data-autosize]').forEach(fit);
    root.querySelectorAll('[data-count]').forEach(count);
  }
  document.addEventListener('input', function (event) {
    if (!event.target.matches) return;
    if (event.target.matches('textarea[data-autosize]')) fit(event.target);
    if (event.target.matches('[data-count]')) count(event.target);
  });
  document.addEventListener('DOMContentLoaded', function () { start(document); });
  document.addEventListener('htmx:load', function (event) { start(event.detail.elt); });
})();
