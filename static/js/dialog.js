/* For what cannot be taken back: the button opens only once the word has been typed.
   <input data-confirm-word="锁定公示" data-confirm-button="id"> */
(function () {
  'use strict';
  document.addEventListener('input', function (event) {
    var input = event.target.closest && event.target.closest('[data-confirm-word]');
    var button = input && document.getElementById(input.dataset.confirmButton);
    if (button) button.disabled = input.value.trim() !== input.dataset.confirmWord;
  });
  document.addEventListener('shown.bs.modal', function (event) {
    var first = event.target.querySelector('[autofocus], .dlg-f .btn-default, input');
    if (first) first.focus();
  });
})();
