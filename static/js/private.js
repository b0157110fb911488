/* What looks like somebody's own number in a free text: a warning beside it, and one tap that masks
   it. The findings come with autosave (fw:checked: private = {input name: {say, parts}}). */
(function () {
  'use strict';
  var found = {};

  document.addEventListener('fw:checked', function (event) {
    found = event.detail.private || {};
    document.querySelectorAll('[data-private]').forEach(function (box) {
      var said = found[box.dataset.private];
      box.hidden = !said;
      box.querySelector('span').textContent = said ? said.say : '';
    });
  });
  document.addEventListener('click', function (event) {
    var box = event.target.closest('[data-mask]') && event.target.closest('[data-private]');
    if (!box) return;
    var field = document.getElementById(box.dataset.private);
    (found[box.dataset.private].parts || []).forEach(function (pair) {
      field.value = field.value.split(pair[0]).join(pair[1]);
    });
    box.hidden = true;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
})();
