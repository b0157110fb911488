/* Keys: <a data-key="j"> for a letter, data-key="arrowleft" and "arrowright" for the arrows.
   Off while typing, and wholly off with fw-keys = off. */
(function () {
  'use strict';
  function off() {
    try { return localStorage.getItem('fw-keys') === 'off'; } catch (e) { return false; }
  }
  document.addEventListener('keydown', function (event) {
    var here = document.activeElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || off()) return;
    if (here && /^(INPUT|TEXTAREA|SELECT)$/.test(here.tagName)) return;
    if (!/^([a-z]|arrow(left|right))$/i.test(event.key) || document.querySelector('.modal.show')) return;
    var target = document.querySelector('[data-key="' + event.key.toLowerCase() + '"]');
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.click();
  });
})();
