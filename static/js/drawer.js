/* <form data-drawer="id">: what a button of it asks for opens in the drawer at the side; Escape
   and its ✕ close it and give the focus back. Without this script the form opens a page. */
(function () {
  'use strict';
  var from = null;

  function drawerOf(id) { return document.getElementById(id); }
  function close(drawer) {
    drawer.hidden = true;
    document.querySelectorAll('.hc.cur').forEach(function (cell) { cell.classList.remove('cur'); });
    if (from && document.contains(from)) from.focus();
    document.dispatchEvent(new CustomEvent('fw:drawer-closed'));
    from = null;
  }
  function open(form, button) {
    var drawer = drawerOf(form.dataset.drawer), query = new URLSearchParams();
    document.querySelectorAll('.hc.cur').forEach(function (cell) { cell.classList.remove('cur'); });
    button.classList.add('cur');
    from = button;
    query.append(button.name, button.value);
    drawer.textContent = drawer.dataset.loading;
    drawer.hidden = false;
    drawer.focus();
    window.htmx.ajax('GET', form.getAttribute('action') + '?' + query, { target: drawer });
  }

  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (!form.dataset.drawer || !event.submitter || !window.htmx) return;
    event.preventDefault();
    open(form, event.submitter);
  });
  document.addEventListener('click', function (event) {
    var button = event.target.closest && event.target.closest('[data-drawer-close]');
    if (button) close(button.closest('.fw-drawer'));
  });
  document.addEventListener('keydown', function (event) {
    var drawer = document.querySelector('.side-drawer:not([hidden])');
    if (event.key === 'Escape' && drawer) close(drawer);
  });
})();
