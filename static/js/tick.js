/* <form data-ticks>: a box [data-tick-all] ticks all rows of the page, [data-tick-every] stands for
   all rows that fit; [data-ticked] says how many are chosen; buttons [data-needs-tick] wait for one. */
(function () {
  'use strict';
  function boxes(form) { return form.querySelectorAll('input[type=checkbox][data-tick]'); }
  function refresh(form) {
    var all = boxes(form);
    var every = form.querySelector('[data-tick-every]');
    var everyOn = Boolean(every && every.checked);
    var n = 0;
    all.forEach(function (box) {
      if (box.checked) n += 1;
      box.closest('tr').classList.toggle('is-sel', box.checked || everyOn);
    });
    var head = form.querySelector('[data-tick-all]');
    if (head) {
      head.checked = n > 0 && n === all.length;
      head.indeterminate = n > 0 && n < all.length;
    }
    var said = form.querySelector('[data-ticked]');
    if (said) said.textContent = everyOn ? every.dataset.tickEvery : String(n);
    form.querySelectorAll('[data-needs-tick]').forEach(function (button) {
      button.disabled = !n && !everyOn;
    });
    form.classList.toggle('has-ticks', n > 0 || everyOn);
    form.classList.toggle('no-ticks', !n && !everyOn);
  }
  document.addEventListener('change', function (event) {
    var form = event.target.closest && event.target.closest('[data-ticks]');
    if (!form) return;
    if (event.target.hasAttribute('data-tick-all')) {
      boxes(form).forEach(function (box) { box.checked = event.target.checked; });
    }
    refresh(form);
  });
  document.querySelectorAll('[data-ticks]').forEach(refresh);
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('[data-ticks]').forEach(refresh);
  });
})();
