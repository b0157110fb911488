/* Fragments loaded by htmx: a failed one says so in its own place, the rest of the page stays.
   A sign-in page or whole document answered to a fragment request becomes a full visit. */
(function () {
  'use strict';
  function fail(event) {
    var place = event.detail.target || event.target;
    var form = event.target.closest && event.target.closest('form');
    if (!place || !place.parentNode) return;
    var old = document.querySelector('[data-failed-note]');
    if (old) old.remove();
    var box = document.createElement('div');
    box.className = 'fw-note err';
    box.setAttribute('role', 'alert');
    box.setAttribute('data-failed-note', '');
    box.textContent = document.body.dataset.failed || '';
    if (form) form.parentNode.insertBefore(box, form);
    else { place.textContent = ''; place.appendChild(box); }
  }
  document.addEventListener('htmx:responseError', fail);
  document.addEventListener('htmx:sendError', fail);
  document.addEventListener('htmx:beforeSwap', function (event) {
    var text = event.detail.xhr.responseText || '';
    if (/^\s*<!doctype html/i.test(text)) {
      event.detail.shouldSwap = false;
      location.assign(event.detail.xhr.responseURL || location.href);
    }
  });
})();
