/* Lengths that only a page knows: data-width="62" in percent, data-grow="2.6" as flex share. */
(function () {
  'use strict';
  function set(root) {
    root.querySelectorAll('[data-width]').forEach(function (el) {
      el.style.width = Math.max(0, Math.min(100, parseFloat(el.dataset.width) || 0)) + '%';
    });
    root.querySelectorAll('[data-grow]').forEach(function (el) {
      el.style.flexGrow = Math.max(0, parseFloat(el.dataset.grow) || 0);
    });
  }
  document.addEventListener('DOMContentLoaded', function () { set(document); });
  document.addEventListener('htmx:load', function (event) { set(event.detail.elt); });
})();
