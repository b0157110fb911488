/* <button data-jump="1"> goes to the next element with data-change, -1 to the one before. */
(function () {
  'use strict';
  var at = -1;
  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-jump]');
    var places = button ? document.querySelectorAll('[data-change]') : [];
    if (!places.length) return;
    if (places[at]) places[at].classList.remove('is-here');
    at = Math.max(0, at + Number(button.dataset.jump)) % places.length;
    places[at].classList.add('is-here');
    places[at].scrollIntoView({ block: 'center' });
  });
})();
