/* Handing in without trusting the network. A report (form[data-letter="store key"]) is first put
   into this device's outbox under its submission_id, then sent; without an answer it stays there
   and goes when the network is back, from this page or from another ([data-outbox="owner"]).
   The same submission_id is one receipt, however often it is sent. Offline the worker.js keeps the
   form's page. Tells the form: fw:waiting, fw:free. */
(function () {
  'use strict';
  var RETRY = 20000, PATIENCE = 60000, sending = {};
  var store = window.fwStore;

  function bodyOf(form) {
    var body = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (typeof value === 'string' && name !== 'csrfmiddlewaretoken') body.append(name, value);
    });
    return body;
  }
  function isLink(key) { return key.indexOf('fw-draft:link') === 0; }
  function forget(key) {
    try { localStorage.removeItem(key); } catch (e) { /* no storage, nothing kept */ }
    if (window.caches && isLink(key)) caches.delete('fw-forms-1'); /* holds the pages of this one report */
    else if (window.caches) caches.open('fw-forms-1').then(function (forms) { return forms.delete('/reports/' + key.split(':')[2] + '/edit/'); });
    return Promise.all([store.drop('letters', key), store.drop('texts', key)]);
  }

  /* -> {state: sent|refused|closed|out|later, url, sentence} */
  function send(letter) {
    if (sending[letter.key]) return Promise.resolve({ state: 'busy' });
    sending[letter.key] = true;
    var stop = window.AbortController ? new AbortController() : null, timer = stop && setTimeout(function () { stop.abort(); }, PATIENCE);
    return fetch(letter.url, {
      method: 'POST', credentials: 'same-origin', redirect: 'manual', signal: stop ? stop.signal : undefined,
      headers: { Accept: 'application/json', 'X-CSRFToken': store.token(), 'Content-Type': 'application/x-www-form-urlencoded' },
      body: letter.body
    }).then(function (answer) {
      if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) return { state: 'out' };
      if (answer.status >= 500 || answer.status === 429) return { state: 'later' };
      return answer.json().then(function (said) {
        var state = answer.status === 200 ? 'sent' : answer.status === 422 ? 'refused' : 'closed';
        return { state: state, url: said.url, sentence: said.sentence };
      });
    }).catch(function () { return { state: 'later' }; }).then(function (end) {
      clearTimeout(timer);
      delete sending[letter.key];
      if (end.state === 'sent') return forget(letter.key).then(function () { return end; });
      if (end.state === 'refused' || end.state === 'closed') return store.drop('letters', letter.key).then(function () { return end; });
      return end;
    });
  }

  function door(url) { return url.split('/').slice(-2)[0]; } /* submit or zero */

  /* ---- a form that is handed in ---- */
  function watch(form) {
    var key = form.dataset.letter, button = form.querySelector('[data-submit]'), waiting = null, timer = 0;
    var note = document.querySelector('[data-waiting]'), report = document.querySelector('[data-report-form]');

    function busy(on) {
      if (!button) return;
      button.classList.toggle('is-busy', on);
      if (on) button.setAttribute('aria-busy', 'true'); else button.removeAttribute('aria-busy');
    }
    function plainly() { /* the server's own page says what is wrong, or asks to sign in */
      form.elements.csrfmiddlewaretoken.value = store.token();
      waiting = null;
      HTMLFormElement.prototype.submit.call(form);
    }
    function write(pressed) {
      var body = bodyOf(form), photos = window.fwPhotos ? window.fwPhotos.waiting(key) : [];
      if (pressed && pressed.name) body.append(pressed.name, pressed.value);
      if (form === report && photos.length) body.append('awaiting', photos.join(' '));
      return store.get('letters', key).then(function (old) {
        if (old) body.set('submission_id', new URLSearchParams(old.body).get('submission_id'));
        waiting = { key: key, url: form.getAttribute('action'), body: body.toString(), title: document.title, page: location.pathname };
        return store.put('letters', waiting);
      });
    }
    function queued() {
      busy(false);
      if (note) { note.hidden = false; note.scrollIntoView({ block: 'center' }); }
      document.dispatchEvent(new CustomEvent('fw:waiting'));
      clearTimeout(timer);
      timer = setTimeout(again, RETRY);
    }
    function ended(end, byHand) {
      if (end.state === 'sent' || end.state === 'closed' && end.url) { location.assign(end.url); return; }
      if (end.state === 'busy') return;
      if (end.state === 'closed' && isLink(key)) { /* the text stays in sight, to be copied */
        waiting = null;
        busy(false);
        if (note) note.hidden = true;
        document.dispatchEvent(new CustomEvent('fw:closed', { detail: end.sentence }));
        return;
      }
      if (end.state === 'refused' || end.state === 'closed' || end.state === 'out' && byHand && !isLink(key)) {
        store.drop('letters', key).then(plainly);
        return;
      }
      if (end.state === 'out') document.dispatchEvent(new CustomEvent('fw:out'));
      queued();
    }
    function again() { if (waiting && navigator.onLine !== false) { busy(true); send(waiting).then(ended); } }

    form.addEventListener('submit', function (event) {
      if (event.defaultPrevented) return;
      event.preventDefault();
      if (sending[key]) return;
      busy(true);
      document.dispatchEvent(new CustomEvent('fw:sending'));
      write(event.submitter).then(function (kept) {
        if (navigator.onLine === false) { if (kept) queued(); else busy(false); return; }
        send(waiting).then(function (end) { ended(end, true); });
      });
    });
    form.addEventListener('input', function () { if (waiting && !sending[key]) write(); });
    if (note && form === report) {
      note.querySelector('[data-take-back]').addEventListener('click', function () {
        waiting = null;
        clearTimeout(timer);
        store.drop('letters', key).then(function () {
          note.hidden = true;
          document.dispatchEvent(new CustomEvent('fw:free'));
        });
      });
    }
    window.addEventListener('online', again);
    store.get('letters', key).then(function (letter) {
      if (!letter || door(letter.url) !== door(form.getAttribute('action'))) return;
      waiting = letter;
      waiting.url = form.getAttribute('action'); /* a newer link of the same report, perhaps */
      queued();
      again();
    });
  }

  /* ---- another page of the same person: send what still lies here ---- */
  function carry(box) {
    var owner = box.dataset.outbox;
    function tell() {
      Promise.all([store.all('letters', owner), store.all('photos', owner)]).then(function (both) {
        var photos = both[1].filter(function (one) { return !one.refused; }).length;
        box.hidden = !both[0].length && !photos;
        box.querySelector('[data-letters]').hidden = !both[0].length;
        box.querySelector('[data-photos-left]').hidden = !photos;
        box.querySelector('[data-n]').textContent = photos;
      });
    }
    function go() {
      store.all('letters', owner).then(function (letters) {
        return letters.reduce(function (before, letter) {
          return before.then(function () { return send(letter); }).then(function (end) {
            if (end.state === 'sent') location.assign(end.url);
            else if (end.state === 'refused' || end.state === 'closed') location.assign(letter.page);
          });
        }, Promise.resolve());
      }).then(tell);
    }
    document.addEventListener('fw:photo', tell);
    window.addEventListener('online', go);
    setInterval(go, RETRY);
    tell();
    go();
  }

  /* ---- the worker keeps the form's page for the time without a network ---- */
  function keepPage(form) {
    if (!form.dataset.worker || !('serviceWorker' in navigator)) return;
    navigator.serviceWorker.register(form.dataset.worker, { scope: '/' }).then(function () { return navigator.serviceWorker.ready; }).then(function (worker) {
      var assets = performance.getEntriesByType('resource').map(function (one) { return one.name; }).filter(function (name) {
        return name.indexOf(location.origin + '/static/') === 0;
      });
      worker.active.postMessage({ keep: location.pathname, owner: form.dataset.letter.split(':')[1], assets: assets });
    }).catch(function () { /* refused by the browser: drafts are kept all the same */ });
  }

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('form[data-letter]').forEach(watch);
    document.querySelectorAll('[data-outbox]').forEach(carry);
    document.querySelectorAll('[data-arrived]').forEach(function (one) { forget(one.dataset.arrived); });
  });
  window.addEventListener('load', function () {
    document.querySelectorAll('form[data-worker]').forEach(keepPage);
  });
})();
