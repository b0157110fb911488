/* <button data-reveal="id of a password input" aria-pressed="false"> shows what was typed. */
(function () {
  'use strict';
  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-reveal]');
    var input = button && document.getElementById(button.dataset.reveal);
    if (!input) return;
    var shown = input.type === 'password';
    input.type = shown ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(shown));
  });
})();
