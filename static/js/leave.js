/* <form data-unsaved>: asks once before typed text is left behind. A [data-autosave] element whose
   answer carries [data-saved] says that the text is safe on the server. */
(function () {
  'use strict';
  var dirty = false;
  document.addEventListener('input', function (event) {
    if (event.target.form && 'unsaved' in event.target.form.dataset) dirty = true;
  });
  document.addEventListener('submit', function (event) {
    if (!event.defaultPrevented) dirty = false;
  });
  document.addEventListener('htmx:afterRequest', function (event) {
    var saver = event.target.closest && event.target.closest('[data-autosave]');
    if (saver && event.detail.successful && /data-saved/.test(event.detail.xhr.responseText)) dirty = false;
  });
  window.addEventListener('beforeunload', function (event) {
    if (!dirty) return;
    event.preventDefault();
    event.returnValue = '';
  });
})();
