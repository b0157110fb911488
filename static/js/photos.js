/* Photos of a report: shrunk here (shrink.js), sent one by one under their own number
   with progress and retry, removed with undo. Without scripts a plain file input does it. */
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
    var list = box.querySelector('[data-photo-list]'), words = box.dataset, queue = [], busy = false;
    var form = document.getElementById('photo-form'), reportForm = document.querySelector('[data-report-form]');

    function token() {
      var found = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
      return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
    }
    function tiles() { return Array.prototype.slice.call(list.querySelectorAll('[data-photo]:not([hidden])')); }
    function told() {
      box.querySelector('[data-photo-count]').textContent = tiles().filter(function (tile) { return !tile.querySelector('[data-overlay]:not([hidden])'); }).length;
      reportForm.dataset.uploading = queue.length + (busy ? 1 : 0);
      document.dispatchEvent(new CustomEvent('fw:photos'));
    }
    function say(text) {
      var note = document.getElementById('e.photos');
      note.hidden = !text;
      note.querySelector('span').textContent = text || '';
    }

    function add(files) {
      say('');
      Array.prototype.forEach.call(files, function (file) {
        if (tiles().length >= Number(words.max)) { say(words.wMany); return; }
        var part = document.querySelector('[data-photo-tile]').content.cloneNode(true);
        var job = { file: file, id: uuid(), tile: part.querySelector('[data-photo]') };
        var url = URL.createObjectURL(file);
        job.tile.querySelector('img').src = url;
        job.tile.querySelector('[data-retry]').addEventListener('click', function () { wait(job); });
        list.insertBefore(part, list.querySelector('.add'));
        wait(job);
      });
      told();
    }
    function wait(job) {
      show(job, 0);
      queue.push(job);
      next();
    }
    function next() {
      if (busy || !queue.length) { told(); return; }
      busy = true;
      var job = queue.shift();
      (job.blob ? Promise.resolve(job.blob) : window.fwShrink(job.file)).then(function (blob) {
        job.blob = blob;
        send(job);
      });
      told();
    }
    function show(job, percent, failed) {
      var over = job.tile.querySelector('[data-overlay]');
      job.tile.classList.toggle('fail', Boolean(failed));
      over.querySelector('[data-retry]').hidden = !failed;
      over.querySelector('progress').value = percent;
      if (failed) over.querySelector('[data-words]').textContent = failed;
      else if (percent) over.querySelector('[data-words]').textContent = Math.round(percent) + '%';
    }
    function send(job) {
      var request = new XMLHttpRequest(), data = new FormData();
      data.append('upload_id', job.id);
      data.append('photo', job.blob, 'photo.jpg');
      request.open('POST', words.url);
      request.timeout = 120000;
      request.setRequestHeader('Accept', 'application/json');
      request.setRequestHeader('X-CSRFToken', token());
      request.upload.onprogress = function (event) { if (event.lengthComputable) show(job, event.loaded * 100 / event.total); };
      request.onload = function () {
        var answer = null;
        try { answer = JSON.parse(request.responseText); } catch (e) { /* a page instead: signed out */ }
        if (request.status === 200 && answer) done(job, answer);
        else fail(job, (answer && answer.sentence) || (request.status < 500 ? words.wOut : words.wFailed));
      };
      request.onerror = request.ontimeout = function () { fail(job, words.wFailed); };
      request.send(data);
    }
    function done(job, facts) {
      var tile = job.tile, time = tile.querySelector('.tm'), cross = tile.querySelector('[data-photo-remove]');
      tile.querySelector('[data-overlay]').hidden = true;
      tile.querySelector('a').href = facts.picture;
      time.textContent = facts.taken;
      time.hidden = !facts.taken;
      cross.hidden = false;
      cross.dataset.remove = facts.remove;
      cross.dataset.restore = facts.restore;
      busy = false;
      next();
    }
    function fail(job, text) {
      show(job, 0, text);
      job.failed = true;
      busy = false;
      next();
    }

    function post(url) {
      return fetch(url, { method: 'POST', credentials: 'same-origin', redirect: 'manual', headers: { Accept: 'application/json', 'X-CSRFToken': token() } })
        .then(function (answer) { if (!answer.ok) throw new Error(String(answer.status)); });
    }
    function remove(button) {
      var tile = button.closest('[data-photo]');
      post(button.dataset.remove || button.getAttribute('formaction')).then(function () {
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
      add(event.target.files);
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
    window.addEventListener('online', function () {
      list.querySelectorAll('.fail [data-retry]').forEach(function (button) { button.click(); });
    });

    /* photos on their way: wait for them, or submit without */
    var note = document.querySelector('[data-uploading]'), anyway = false;
    reportForm.addEventListener('submit', function (event) {
      if (anyway || !Number(reportForm.dataset.uploading)) return;
      event.preventDefault();
      event.stopPropagation();
      note.hidden = false;
      note.scrollIntoView({ block: 'center' });
    }, true);
    note.querySelector('[data-submit-anyway]').addEventListener('click', function () {
      anyway = true;
      reportForm.querySelector('[data-submit]').click();
    });
  }

  document.addEventListener('DOMContentLoaded', function () {
    var box = document.querySelector('[data-photos]');
    if (box) start(box);
  });
})();
