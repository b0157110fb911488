/* <form data-keep="key">: what is typed stays on this device until it has arrived (kept.js forgets
   it then), so that a closed page or a lost network costs no word. Without a network the form is
   not sent: the note [data-offline-held] in it says so, and goes when the network is back.
   Hidden fields, files and passwords are never kept. */
(function () {
  'use strict';
  var SKIP = /^(password|file|hidden|submit|button)$/;

  function start(form) {
    var key = form.dataset.keep, held = form.querySelector('[data-offline-held]');
    var back = form.querySelector('[data-kept-here]');

    function fields() {
      return Array.prototype.filter.call(form.elements, function (el) { return el.name && !SKIP.test(el.type); });
    }
    function keep() {
      var typed = {};
      fields().forEach(function (el) { if (el.value && el.value !== el.defaultValue) typed[el.name] = el.value; });
      try {
        if (Object.keys(typed).length) localStorage.setItem(key, JSON.stringify(typed));
        else localStorage.removeItem(key);
      } catch (e) { /* no storage: nothing can be kept */ }
    }
    function restore() {
      var typed = null, any = false;
      try { typed = JSON.parse(localStorage.getItem(key)); } catch (e) { /* nothing kept */ }
      fields().forEach(function (el) {
        if (!typed || !typed[el.name] || el.value) return;
        el.value = typed[el.name];
        el.dispatchEvent(new Event('input', { bubbles: true }));
        any = true;
      });
      if (back) back.hidden = !any;
    }

    form.addEventListener('input', keep);
    form.addEventListener('submit', function (event) {
      if (navigator.onLine !== false) return;
      event.preventDefault();
      event.stopPropagation();
      keep();
      if (!held) return;
      held.hidden = false;
      held.scrollIntoView({ block: 'center' });
    }, true);
    window.addEventListener('online', function () { if (held) held.hidden = true; });
    restore();
  }

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('form[data-keep]').forEach(start);
  });
})();
