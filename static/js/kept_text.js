/* [data-kept-text="owner"]: texts that this device kept and the site never took, to be copied, and
   taken off the device by [data-kept-drop]. Nothing kept, nothing shown. */
(function () {
  'use strict';
  var ROOMS = ['texts', 'photos', 'letters'];

  function here(owner) {
    var found = {};
    return window.fwStore.all('texts', owner).then(function (records) {
      records.forEach(function (one) { found[one.key] = one; });
      try {
        Object.keys(localStorage).forEach(function (key) { if (key.indexOf(owner) === 0) found[key] = JSON.parse(localStorage.getItem(key)); });
      } catch (e) { /* no storage, or not ours */ }
      return Object.keys(found).map(function (key) { return found[key].words; }).filter(Boolean).join('\n\n');
    });
  }
  function drop(owner) {
    try {
      Object.keys(localStorage).forEach(function (key) { if (key.indexOf(owner) === 0) localStorage.removeItem(key); });
    } catch (e) { /* no storage, nothing kept */ }
    return Promise.all(ROOMS.map(function (room) {
      return window.fwStore.all(room, owner).then(function (all) {
        return Promise.all(all.map(function (one) { return window.fwStore.drop(room, one.key); }));
      });
    }));
  }
  document.addEventListener('DOMContentLoaded', function () {
    var box = document.querySelector('[data-kept-text]'), card = box.closest('[data-kept-card]'), owner = box.dataset.keptText;
    here(owner).then(function (text) {
      box.querySelector('textarea').value = text;
      box.hidden = card.hidden = !text;
    });
    box.querySelector('[data-kept-drop]').addEventListener('click', function () {
      drop(owner).then(function () { card.hidden = true; });
    });
  });
})();
