/* <button data-chip="id">words</button>: a tap writes its words into the field; a second chip
   follows after a semicolon. */
(function () {
  'use strict';
  document.addEventListener('click', function (event) {
    var chip = event.target.closest('[data-chip]');
    var field = chip && document.getElementById(chip.dataset.chip);
    if (!field) return;
    var words = chip.textContent.trim();
    if (field.value.indexOf(words) < 0) field.value = field.value.trim() ? field.value.trim() + '；' + words : words;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  });
})();
