/* An error summary takes the focus when it appears, and its links lead into the fields. */
(function () {
  'use strict';
  function announce(root) {
    var summary = root.querySelector && root.querySelector('[data-errsum]');
    if (summary) summary.focus();
  }
  document.addEventListener('DOMContentLoaded', function () { announce(document); });
  document.addEventListener('htmx:afterSwap', function (event) { announce(event.target); });
  document.addEventListener('click', function (event) {
    var link = event.target.closest('[data-errsum] a[href^="#"]');
    var target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    var field = target.matches('input, select, textarea, button') ? target : target.querySelector('input, select, textarea') || target;
    field.focus();
    field.scrollIntoView({ block: 'center' });
  });
})();
