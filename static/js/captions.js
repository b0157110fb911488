/* Captions under the photos of a report: saved when the field is left, a hint about earlier uses.
   Without a network they wait on this device (photo_queue.js); a photo still on its way has its
   row at once (fw:tile {id, src, caption}) and takes its caption along. */
(function () {
  'use strict';
  function start(list) {
    var words = list.dataset, key = document.querySelector('[data-report-form]').dataset.store, photos = window.fwPhotos;
    function say(row, text) {
      var said = row.querySelector('[data-said]');
      said.textContent = text;
      said.hidden = !text;
    }
    function save(input, said) {
      var row = input.closest('[data-caption]'), text = input.value;
      (said || photos.say(key, input.dataset.url, text)).then(function (kept) {
        if (kept.sentence) { say(row, kept.sentence); return; }
        if (input.value === text && kept.caption !== undefined) input.value = kept.caption;
        say(row, words.wKept);
      }).catch(function () { say(row, words.wFailed); });
    }
    function again() {
      var all = photos.unsent(key);
      list.querySelectorAll('[data-url]').forEach(function (input) {
        if (!(input.dataset.url in all)) return;
        input.value = all[input.dataset.url];
        if (navigator.onLine !== false) save(input);
      });
    }
    function rowOf(src) {
      var row = document.querySelector('[data-caption-row]').content.cloneNode(true).querySelector('[data-caption]');
      row.querySelector('img').src = src;
      list.appendChild(row);
      return row;
    }
    window.addEventListener('online', again);
    again();
    list.addEventListener('change', function (event) {
      var input = event.target, row = input.closest('[data-caption]');
      if (input.dataset.url) save(input);
      else if (row.dataset.job) { photos.note(row.dataset.job, input.value, key); say(row, words.wWaits); }
    });
    list.addEventListener('keydown', function (event) {
      if (event.key !== 'Enter' || event.isComposing || !event.target.matches('input')) return;
      event.preventDefault();
      event.target.blur();
    });
    document.addEventListener('fw:tile', function (event) {
      var row = rowOf(event.detail.src);
      row.dataset.job = event.detail.id;
      row.querySelector('input').value = event.detail.caption;
    });
    document.addEventListener('fw:photo', function (event) {
      var facts = event.detail.facts, row, hint, input;
      if (!facts || !facts.caption_url || list.querySelector('[data-restore="' + facts.restore + '"]')) return;
      row = list.querySelector('[data-job="' + event.detail.id + '"]') || rowOf(facts.thumbnail);
      row.dataset.restore = facts.restore;
      row.querySelector('a').href = facts.picture;
      input = row.querySelector('input');
      input.dataset.url = facts.caption_url;
      say(row, facts.caption ? words.wKept : '');
      if (facts.said) save(input, facts.said);
      else if (input !== document.activeElement) input.value = facts.caption;
      hint = row.querySelector('[data-hint]');
      hint.textContent = facts.hint;
      hint.hidden = !facts.hint;
    });
    /* a row goes with its photo and comes back with it */
    document.addEventListener('fw:photos', function () {
      list.querySelectorAll('[data-caption]').forEach(function (row) {
        var there = row.dataset.restore ? ':not([hidden]) [data-restore="' + row.dataset.restore + '"]' : '[data-job="' + row.dataset.job + '"]:not([hidden])';
        row.hidden = !document.querySelector('[data-photo]' + there);
      });
    });
  }
  document.addEventListener('DOMContentLoaded', function () {
    var list = document.querySelector('[data-captions]');
    if (list) start(list);
  });
})();
