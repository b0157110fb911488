/* window.fwStore: what this device keeps of somebody's reports (IndexedDB), beside the quick copy
   in localStorage: texts being typed, photos and finished reports that wait for the network.
   A record's key begins with its owner (data-store: fw-draft:person:report); kept.js throws all of
   it away at sign-out. Without IndexedDB every promise answers with nothing. */
(function () {
  'use strict';
  var NAME = 'fw-kept', ROOMS = ['texts', 'photos', 'letters'], opened = null;

  function open() {
    opened = opened || new Promise(function (done) {
      try {
        var asked = indexedDB.open(NAME, 1);
        asked.onupgradeneeded = function () {
          ROOMS.forEach(function (room) { asked.result.createObjectStore(room, { keyPath: 'key' }); });
        };
        asked.onsuccess = function () {
          asked.result.onversionchange = function () { asked.result.close(); opened = null; };
          done(asked.result);
        };
        asked.onerror = asked.onblocked = function () { done(null); };
      } catch (e) { done(null); }
    });
    return opened;
  }
  /* act(room) makes the request; what went wrong (no room on the phone) answers null */
  function run(room, mode, act) {
    return open().then(function (db) {
      return db && new Promise(function (done) {
        try {
          var work = db.transaction(room, mode), asked = act(work.objectStore(room));
          work.oncomplete = function () { done(asked.result === undefined ? true : asked.result); };
          work.onerror = work.onabort = function () { done(null); };
        } catch (e) { done(null); }
      });
    });
  }
  window.fwStore = {
    put: function (room, record) { return run(room, 'readwrite', function (box) { return box.put(record); }); },
    get: function (room, key) { return run(room, 'readonly', function (box) { return box.get(key); }).then(function (one) { return one && one.key ? one : null; }); },
    drop: function (room, key) { return run(room, 'readwrite', function (box) { return box.delete(key); }); },
    all: function (room, owner) {
      return run(room, 'readonly', function (box) { return box.getAll(); }).then(function (rows) {
        return (rows || []).filter(function (one) { return (one.report || one.key).indexOf(owner) === 0; });
      });
    },
    token: function () {
      var found = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie), field = document.querySelector('[name=csrfmiddlewaretoken]');
      return found ? found[1] : field ? field.value : '';
    }
  };
})();
