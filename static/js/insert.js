/* [data-insert="id of a field"]: a tap writes data-text where the caret stands; [data-fill="prefix"]
   fills the fields prefix + expression, message and about with its data. */
(function () {
  'use strict';
  function tell(field) { field.dispatchEvent(new Event('input', { bubbles: true })); }
  document.addEventListener('click', function (event) {
    var chip = event.target.closest('[data-insert]');
    var field = chip && document.getElementById(chip.dataset.insert);
    if (!field) return;
    var start = field.selectionStart, end = field.selectionEnd, before = field.value.slice(0, start);
    var text = (before && !/[\s(.]$/.test(before) ? ' ' : '') + chip.dataset.text;
    field.setRangeText(text, start, end, 'end');
    field.focus();
    tell(field);
  });
  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-fill]');
    if (!button) return;
    ['message', 'about', 'expression'].forEach(function (name) {
      var field = document.getElementById(button.dataset.fill + name);
      if (!field) return;
      field.value = button.dataset[name];
      tell(field);
      field.focus();
    });
  });
})();
