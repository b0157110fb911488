/* The check of a workbook (data-book): Enter goes to the next mistake; what is typed while the
   last change is being checked stands there afterwards, with the focus where it was. */
(function () {
  'use strict';
  var form = document.querySelector('[data-book]');
  var body = document.getElementById('book-body');
  if (!form || !body) return;
  function fields() { return Array.prototype.slice.call(form.querySelectorAll('.bk-xl input, .bk-xl textarea, .bk-words input')); }
  var kept = {}, here = '';

  form.addEventListener('keydown', function (event) {
    if (event.key !== 'Enter' || event.isComposing || !event.target.matches('input')) return;
    event.preventDefault();
    var all = fields(), at = all.indexOf(event.target);
    var wrong = function (one) { return one !== event.target && one.getAttribute('aria-invalid') === 'true'; };
    var next = all.slice(at + 1).filter(wrong)[0] || all.filter(wrong)[0] || form.querySelector('[name=as]');
    if (next) next.focus();
    if (next && next.select) next.select();
  });
  form.addEventListener('htmx:configRequest', function () {
    kept = {};
    fields().forEach(function (one) { kept[one.id] = one.value; });
  });
  form.addEventListener('htmx:beforeSwap', function () {
    var sent = kept;
    kept = {};
    fields().forEach(function (one) { if (one.value !== sent[one.id]) kept[one.id] = one.value; });
    here = document.activeElement && form.contains(document.activeElement) ? document.activeElement.id : '';
  });
  form.addEventListener('htmx:afterSwap', function () {
    Object.keys(kept).forEach(function (id) {
      var one = document.getElementById(id);
      if (one) one.value = kept[id];
    });
    var focus = here && document.getElementById(here);
    if (focus && focus !== document.activeElement) focus.focus({ preventScroll: true });
  });
})();
