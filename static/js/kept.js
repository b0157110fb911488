/* What forms keep on this device goes when it has arrived (data-arrived="key") or at sign-out. */
(function () {
  'use strict';
  function forget(begin) {
    try {
      Object.keys(localStorage).forEach(function (key) { if (key.indexOf(begin) === 0) localStorage.removeItem(key); });
    } catch (e) { /* no storage, nothing kept */ }
  }
  document.addEventListener('submit', function (event) {
    if (event.target.matches('[data-sign-out]')) forget('fw-draft:');
  });
  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('[data-arrived]').forEach(function (one) { forget(one.dataset.arrived); });
  });
})();
