/* Light or dark, and larger text. In the head and not deferred, so that no page flashes. */
(function () {
  'use strict';
  var root = document.documentElement;

  function read(key) {
    try { return localStorage.getItem(key); } catch (e) { return null; }
  }
  function keep(key, value) {
    try { localStorage.setItem(key, value); } catch (e) { /* private window: lasts for this page */ }
  }
  function apply() {
    root.setAttribute('data-bs-theme', read('fw-theme') === 'dark' ? 'dark' : 'light');
    if (read('fw-text') === 'large') root.setAttribute('data-text', 'large');
    else root.removeAttribute('data-text');
  }
  function press() {
    document.querySelectorAll('[data-text-toggle]').forEach(function (button) {
      button.setAttribute('aria-pressed', String(root.getAttribute('data-text') === 'large'));
    });
  }
  function toggle(attribute, key, on, off) {
    var value = root.getAttribute(attribute) === on ? off : on;
    keep(key, value);
    if (value === off && attribute === 'data-text') root.removeAttribute(attribute);
    else root.setAttribute(attribute, value);
    press();
    document.dispatchEvent(new CustomEvent('fw:theme'));
  }

  apply();
  document.addEventListener('DOMContentLoaded', press);
  document.addEventListener('click', function (event) {
    if (event.target.closest('[data-theme-toggle]')) toggle('data-bs-theme', 'fw-theme', 'dark', 'light');
    else if (event.target.closest('[data-text-toggle]')) toggle('data-text', 'fw-text', 'large', 'normal');
  });
  /* paper is white: print in the light theme, then come back */
  window.addEventListener('beforeprint', function () { root.setAttribute('data-bs-theme', 'light'); });
  window.addEventListener('afterprint', apply);
  window.addEventListener('storage', function (event) {
    if (event.key !== 'fw-theme' && event.key !== 'fw-text') return;
    apply();
    document.dispatchEvent(new CustomEvent('fw:theme'));
  });
})();
