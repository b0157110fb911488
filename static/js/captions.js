/* Captions under the photos of a report: saved when the field is left, a hint about earlier uses. */
(function () {
  'use strict';
  function start(list) {
    var words = list.dataset;
    function say(row, text) {
      var said = row.querySelector('[data-said]');
      said.textContent = text;
      said.hidden = !text;
    }
    function save(input) {
      var row = input.closest('[data-caption]'), body = new FormData();
      body.append('caption', input.value);
      fetch(input.dataset.url, { method: 'POST', credentials: 'same-origin', redirect: 'manual', body: body, headers: { Accept: 'application/json', 'X-CSRFToken': window.fwStore.token() } })
        .then(function (answer) {
          if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
          return answer.json();
        })
        .then(function (kept) {
          if (kept.sentence) say(row, kept.sentence);
          else { input.value = kept.caption; say(row, words.wKept); }
        })
        .catch(function () { say(row, words.wFailed); });
    }
    list.addEventListener('change', function (event) {
      if (event.target.dataset.url) save(event.target);
    });
    list.addEventListener('keydown', function (event) {
      if (event.key !== 'Enter' || event.isComposing || !event.target.dataset.url) return;
      event.preventDefault();
      event.target.blur();
    });
    document.addEventListener('fw:photo', function (event) {
      var facts = event.detail.facts, part, row, hint;
      if (!facts || !facts.caption_url || list.querySelector('[data-restore="' + facts.restore + '"]')) return;
      part = document.querySelector('[data-caption-row]').content.cloneNode(true);
      row = part.querySelector('[data-caption]');
      row.dataset.restore = facts.restore;
      row.querySelector('a').href = facts.picture;
      row.querySelector('img').src = facts.thumbnail;
      row.querySelector('input').dataset.url = facts.caption_url;
      row.querySelector('input').value = facts.caption;
      hint = row.querySelector('[data-hint]');
      hint.textContent = facts.hint;
      hint.hidden = !facts.hint;
      list.appendChild(part);
    });
    /* a row goes with its photo and comes back with it */
    document.addEventListener('fw:photos', function () {
      list.querySelectorAll('[data-caption]').forEach(function (row) {
        row.hidden = !document.querySelector('[data-photo]:not([hidden]) [data-restore="' + row.dataset.restore + '"]');
      });
    });
  }
  document.addEventListener('DOMContentLoaded', function () {
    var list = document.querySelector('[data-captions]');
    if (list) start(list);
  });
})();
