/* Toasts leave after eight seconds, not while pointed at or focused. A response may send one:
   HX-Trigger: {"fw:toast": {"text": "…"}}. Errors are never toasts. */
(function () {
  'use strict';
  var STAY = 8000;

  function leave(toast) {
    toast.classList.add('is-leaving');
    setTimeout(function () { toast.remove(); }, 250);
  }
  function watch(toast) {
    if (toast.dataset.watched) return;
    toast.dataset.watched = '1';
    var timer = setTimeout(leave, STAY, toast);
    ['mouseenter', 'focusin'].forEach(function (name) {
      toast.addEventListener(name, function () { clearTimeout(timer); });
    });
    ['mouseleave', 'focusout'].forEach(function (name) {
      toast.addEventListener(name, function () {
        clearTimeout(timer);
        timer = setTimeout(leave, STAY, toast);
      });
    });
  }
  function show(text) {
    var box = document.querySelector('[data-toasts]');
    if (!box || !text) return;
    var toast = document.createElement('div'), words = document.createElement('span');
    toast.className = 'fw-toast';
    words.textContent = text;
    toast.appendChild(words);
    box.appendChild(toast);
    watch(toast);
  }

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('[data-toast]').forEach(watch);
  });
  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-toast-close]');
    if (button) leave(button.closest('.fw-toast'));
  });
  document.addEventListener('fw:toast', function (event) { show(event.detail && event.detail.text); });
})();
