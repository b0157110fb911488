/* What forms keep on this device goes when it has arrived (data-arrived="key") or at sign-out, with
   the pages that worker.js keeps; those go too when somebody else signs in here. Captions of photos
   arrive by themselves (photo_queue.js) and stay until then. */
(function () {
  'use strict';
  function forget(begin) {
    try {
      Object.keys(localStorage).forEach(function (key) { if (key.indexOf(begin) === 0) localStorage.removeItem(key); });
    } catch (e) { /* no storage, nothing kept */ }
  }
  function arrived(key) { /* and not report 12 with report 1 */
    try {
      Object.keys(localStorage).forEach(function (one) {
        var more = one.slice(key.length);
        if (one.indexOf(key) === 0 && more !== ':captions' && (!more || key.slice(-1) === ':' || more[0] === ':')) localStorage.removeItem(one);
      });
    } catch (e) { /* no storage, nothing kept */ }
  }
  function dropPages() { if (window.caches) caches.delete('fw-forms-1'); }
  document.addEventListener('submit', function (event) {
    if (!event.target.matches('[data-sign-out]')) return;
    forget('fw-draft:');
    dropPages();
    try { indexedDB.deleteDatabase('fw-kept'); } catch (e) { /* there is none */ }
  });
  document.addEventListener('DOMContentLoaded', function () {
    var me = document.body.dataset.user;
    try {
      if (me && localStorage.getItem('fw-who') !== me) { dropPages(); localStorage.setItem('fw-who', me); }
    } catch (e) { dropPages(); }
    document.querySelectorAll('[data-arrived]').forEach(function (one) { arrived(one.dataset.arrived); });
  });
})();
