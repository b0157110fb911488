/* <div data-when="id of a choice" data-is="words">: shown only while one of the words is chosen. */
(function () {
  'use strict';
  function settle(root) {
    root.querySelectorAll('[data-when]').forEach(function (part) {
      var choice = document.getElementById(part.dataset.when);
      if (choice) part.hidden = part.dataset.is.split(' ').indexOf(choice.value) < 0;
    });
  }
  document.addEventListener('change', function () { settle(document); });
  document.addEventListener('DOMContentLoaded', function () { settle(document); });
})();
