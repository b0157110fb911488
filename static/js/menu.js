/* <button data-menu aria-controls="side">: opens and closes the navigation on a phone. */
(function () {
  'use strict';
  function set(button, open) {
    var panel = document.getElementById(button.getAttribute('aria-controls'));
    if (!panel) return;
    panel.classList.toggle('is-open', open);
    button.setAttribute('aria-expanded', String(open));
    var first = open && panel.querySelector('a, button');
    if (first) first.focus();
  }
  function isOpen(button) { return button.getAttribute('aria-expanded') === 'true'; }

  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-menu]');
    if (button) { set(button, !isOpen(button)); return; }
    document.querySelectorAll('[data-menu][aria-expanded=true]').forEach(function (open) {
      var panel = document.getElementById(open.getAttribute('aria-controls'));
      if (panel && !panel.contains(event.target)) set(open, false);
    });
  });
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') return;
    document.querySelectorAll('[data-menu][aria-expanded=true]').forEach(function (open) {
      set(open, false);
      open.focus();
    });
  });
})();
