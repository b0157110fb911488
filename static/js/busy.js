/* A form is sent once: the pressed button turns busy, a second press does nothing.
   data-busy="Submitting…" on the button gives its words meanwhile; data-no-busy on the form
   leaves it alone (downloads). The server guards itself too; this spares people the doubt. */
(function () {
  'use strict';
  function settle(form) {
    delete form.dataset.sent;
    form.querySelectorAll('.is-busy').forEach(function (button) {
      button.classList.remove('is-busy');
      button.removeAttribute('aria-busy');
      if (button.dataset.words) button.textContent = button.dataset.words;
    });
  }
  function busy(form, button) {
    form.dataset.sent = '1';
    if (!button) return;
    button.classList.add('is-busy');
    button.setAttribute('aria-busy', 'true');
    if (button.dataset.busy && !button.querySelector('svg')) {
      button.dataset.words = button.textContent;
      button.textContent = button.dataset.busy;
    }
  }

  document.addEventListener('submit', function (event) {
    var form = event.target;
    if ('noBusy' in form.dataset || (form.method || 'get').toLowerCase() === 'get') return;
    if (form.dataset.sent) { event.preventDefault(); event.stopPropagation(); return; }
    var button = event.submitter || form.querySelector('[type=submit]');
    setTimeout(function () {
      var byHtmx = form.matches('[hx-post], [hx-put], [hx-patch], [hx-delete], .htmx-request');
      if (!event.defaultPrevented || byHtmx) busy(form, button);
    }, 0);
  }, true);
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) document.querySelectorAll('form[data-sent]').forEach(settle);
  });
  document.addEventListener('htmx:afterRequest', function (event) {
    var form = event.target.closest && event.target.closest('form');
    if (form) settle(form);
  });
})();
