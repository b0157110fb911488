/* <form data-autosubmit>: a filter row sends itself when a choice changes; its button stays for
   those without scripts. */
(function () {
  'use strict';
  document.addEventListener('change', function (event) {
    var form = event.target.form;
    if (!form || !('autosubmit' in form.dataset)) return;
    if (form.requestSubmit) form.requestSubmit();
    else form.submit();
  });
})();
