/* [data-poll] asks the server again and again (hx-trigger="every 2s, poll"), but not while nobody
   looks: a hidden tab asks nothing, and asks at once when it is seen again. */
(function () {
  'use strict';
  document.addEventListener('htmx:beforeRequest', function (event) {
    if (document.hidden && event.target.matches('[data-poll]')) event.preventDefault();
  });
  document.addEventListener('visibilitychange', function () {
    if (document.hidden) return;
    document.querySelectorAll('[data-poll]').forEach(function (place) {
      window.htmx.trigger(place, 'poll');
    });
  });
})();
