/* <table data-days>: arrow keys go from an entry to the next one, up and down to other weeks. */
(function () {
  'use strict';
  document.addEventListener('keydown', function (event) {
    var step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    var cell = event.target.closest && event.target.closest('[data-days] td');
    if (!step || !cell) return;
    var days = Array.prototype.slice.call(cell.closest('table').querySelectorAll('tbody td'));
    var place = days.indexOf(cell), links = cell.querySelectorAll('a'), own = Array.prototype.indexOf.call(links, event.target);
    event.preventDefault();
    if (Math.abs(step) === 7 && links[own + step / 7]) { links[own + step / 7].focus(); return; }
    for (place += step; days[place]; place += step) {
      var found = days[place].querySelectorAll('a');
      if (found.length) { found[step === -7 ? found.length - 1 : 0].focus(); return; }
    }
  });
})();
