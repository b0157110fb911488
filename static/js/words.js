/* <button data-word="id of a field">: a tap adds its words to the list in the field, after 、;
   with data-instead="words" it takes their place. */
(function () {
  'use strict';
  function parts(text) {
    return text.split(/[、，,;；\n]/).map(function (part) { return part.trim(); }).filter(Boolean);
  }
  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-word]');
    var field = button && document.getElementById(button.dataset.word);
    if (!field) return;
    var word = button.textContent.trim();
    var instead = button.dataset.instead;
    if (instead && field.value.indexOf(instead) >= 0) field.value = field.value.replace(instead, word);
    else if (parts(field.value).indexOf(word) < 0) field.value = parts(field.value).concat(word).join('、');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  });
})();
