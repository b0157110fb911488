/* <button data-copy="id" data-done="…" data-failed-copy="…"> copies the text of an element;
   where the browser refuses, the text is marked for the keyboard. */
(function () {
  'use strict';
  function say(text) {
    document.dispatchEvent(new CustomEvent('fw:toast', { detail: { text: text } }));
  }
  function mark(source) {
    source.focus();
    if (source.select) source.select();
  }
  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-copy]');
    var source = button && document.getElementById(button.dataset.copy);
    if (!source) return;
    var text = source.value === undefined ? source.textContent : source.value;
    var done = function () { say(button.dataset.done); };
    var failed = function () {
      mark(source);
      if (document.execCommand && document.execCommand('copy')) done();
      else say(button.dataset.failedCopy);
    };
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, failed);
    else failed();
  });
})();
