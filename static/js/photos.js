/* The photo tiles of a report: shrunk here (shrink.js), sent by photo_queue.js, with progress and
   retry; removed with undo. Without scripts a plain file input does it. */
(function () {
  'use strict';
  var UNDO = 8000;

  function uuid() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    var hex = Array.from(bytes, function (one) { return one.toString(16).padStart(2, '0'); }).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
  function start(box) {
    var list = box.querySelector('[data-photo-list]'), words = box.dataset, queue = window.fwPhotos, store = window.fwStore;
    var reportForm = document.querySelector('[data-report-form]'), key = reportForm.dataset.store, byId = {};

    function tiles() { return Array.prototype.slice.call(list.querySelectorAll('[data-photo]:not([hidden])')); }
    function told() {
      box.querySelector('[data-photo-count]').textContent = tiles().filter(function (tile) { return !tile.querySelector('[data-overlay]:not([hidden])'); }).length;
      document.dispatchEvent(new CustomEvent('fw:photos'));
    }
    function say(text) {
      var note = document.getElementById('e.photos');
      note.hidden = !text;
      note.querySelector('span').textContent = text || '';
    }

    function tileOf(id, blob, caption) {
      var part = document.querySelector('[data-photo-tile]').content.cloneNode(true), tile = part.querySelector('[data-photo]');
      var src = URL.createObjectURL(blob);
      tile.querySelector('img').src = src;
      tile.dataset.job = id;
      tile.querySelector('[data-retry]').addEventListener('click', function () { show(tile, 0); queue.again(id); });
      list.insertBefore(part, list.querySelector('.add'));
      byId[id] = tile;
      document.dispatchEvent(new CustomEvent('fw:tile', { detail: { id: id, src: src, caption: caption || '' } }));
      return tile;
    }
    function show(tile, percent, failed) {
      var over = tile.querySelector('[data-overlay]');
      tile.classList.toggle('fail', Boolean(failed));
      tile.querySelector('[data-photo-remove]').hidden = !failed;
      over.querySelector('[data-retry]').hidden = !failed;
      over.querySelector('progress').value = percent;
      if (failed) over.querySelector('[data-words]').textContent = failed;
      else if (percent) over.querySelector('[data-words]').textContent = Math.round(percent) + '%';
    }
    function add(files) {
      var refused = '';
      say('');
      Array.prototype.reduce.call(files, function (before, file) {
        return before.then(function () {
          if (tiles().length >= Number(words.max)) { refused = words.wMany; return null; }
          var id = uuid(), tile = tileOf(id, file);
          told();
          return window.fwShrink(file).then(function (blob) {
            queue.add({ key: id, report: key, url: words.url, blob: blob, at: Date.now() });
          }).catch(function (why) {
            tile.remove();
            refused = file.name + ': ' + (words[why.message] || words.wNone);
          });
        });
      }, Promise.resolve()).then(function () { say(refused); told(); });
    }
    function arrived(tile, facts) {
      var time = tile.querySelector('.tm'), cross = tile.querySelector('[data-photo-remove]');
      tile.querySelector('[data-overlay]').hidden = true;
      tile.classList.remove('fail');
      tile.querySelector('a').href = facts.picture;
      time.textContent = facts.taken;
      time.hidden = !facts.taken;
      cross.hidden = false;
      cross.dataset.remove = facts.remove;
      cross.dataset.restore = facts.restore;
    }
    document.addEventListener('fw:photo', function (event) {
      var what = event.detail, tile = byId[what.id];
      if (!tile) return;
      if (what.facts) arrived(tile, what.facts);
      else if (what.failed === undefined) show(tile, what.percent);
      else {
        show(tile, 0, what.failed || (what.isOut ? words.wOut : words.wFailed));
        tile.querySelector('[data-retry]').hidden = Boolean(what.refused);
      }
      told();
    });

    function post(url) {
      return fetch(url, { method: 'POST', credentials: 'same-origin', redirect: 'manual', headers: { Accept: 'application/json', 'X-CSRFToken': store.token() } })
        .then(function (answer) { if (!answer.ok) throw new Error(String(answer.status)); });
    }
    function remove(button) {
      var tile = button.closest('[data-photo]'), url = button.dataset.remove || button.getAttribute('formaction');
      if (!url) { /* never arrived: only this device knows it */
        Object.keys(byId).forEach(function (id) { if (byId[id] === tile) queue.take(id); });
        tile.remove();
        told();
        return;
      }
      post(url).then(function () {
        tile.hidden = true;
        told();
        undo(tile, button.dataset.restore);
      }).catch(function () { say(words.wFailed); });
    }
    function undo(tile, url) {
      var toasts = document.querySelector('[data-toasts]');
      toasts.appendChild(document.querySelector('[data-photo-undo]').content.cloneNode(true));
      var toast = toasts.lastElementChild, timer = setTimeout(function () { toast.remove(); }, UNDO);
      toast.querySelector('[data-undo]').addEventListener('click', function () {
        clearTimeout(timer);
        post(url).then(function () { tile.hidden = false; toast.remove(); told(); }).catch(function () { say(words.wFailed); });
      });
    }

    box.addEventListener('change', function (event) {
      if (!event.target.matches('[data-photo-input]')) return;
      add(Array.prototype.slice.call(event.target.files));
      event.target.value = '';
    });
    box.addEventListener('click', function (event) {
      var cross = event.target.closest('[data-photo-remove]');
      if (!cross) return;
      event.preventDefault();
      remove(cross);
    });
    ['dragover', 'dragleave', 'drop'].forEach(function (name) {
      list.addEventListener(name, function (event) {
        event.preventDefault();
        list.classList.toggle('is-over', name === 'dragover');
        if (name === 'drop') add(event.dataTransfer.files);
      });
    });

    /* photos that this device cannot keep: wait for them, or submit without */
    var note = document.querySelector('[data-uploading]'), anyway = false;
    reportForm.addEventListener('submit', function (event) {
      if (anyway || !queue.loose()) return;
      event.preventDefault();
      event.stopPropagation();
      note.hidden = false;
      note.scrollIntoView({ block: 'center' });
    }, true);
    note.querySelector('[data-submit-anyway]').addEventListener('click', function () {
      anyway = true;
      reportForm.querySelector('[data-submit]').click();
    });
    queue.resume(key, words.url).then(function (jobs) {
      jobs.forEach(function (job) { if (!byId[job.key]) tileOf(job.key, job.blob, job.caption); });
      told();
    });
  }

  document.addEventListener('DOMContentLoaded', function () {
    var box = document.querySelector('[data-photos]');
    if (box) start(box);
  });
})();
