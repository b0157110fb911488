/* Autosave of the report form: first this device (localStorage at once and IndexedDB beside it, key
   data-store), then the server.
   Every field knows three values: what the server held when we last heard of it (base), what
   stands here, and what another device saved. Only a field changed on both sides is a conflict,
   and then the person chooses. Talks to others by events: fw:typed, fw:checked, fw:changed. */
(function () {
  'use strict';
  var WAIT = 1200, RETRY = 20000;

  function start(form) {
    var key = form.dataset.store, version = Number(form.dataset.version), noStore = false;
    var base = {}, dirty = {}, open = {}, timer = 0, sending = false, again = false, over = false;

    function fields() { return Array.prototype.slice.call(form.querySelectorAll('[name^="v."], [name^="t."], [name^="r."]')); }
    function field(name) { return form.elements.namedItem(name); }
    function part(selector) { return document.querySelector(selector); }
    function clock() { return new Date().toTimeString().slice(0, 8); }
    function state(name, time) {
      document.querySelectorAll('[data-save-state]').forEach(function (box) {
        box.querySelectorAll('[data-state]').forEach(function (one) {
          one.hidden = one.dataset.state !== name;
          var at = !one.hidden && time && one.querySelector('time');
          if (at) at.textContent = time;
        });
      });
    }
    function changed(input) { input.dispatchEvent(new CustomEvent('fw:changed', { bubbles: true })); }

    function keep() {
      var some = Object.keys(dirty).length > 0, record = { key: key, at: clock(), base: base, typed: dirty, words: words(Object.keys(dirty).map(field)) };
      try {
        if (some) localStorage.setItem(key, JSON.stringify(record));
        else localStorage.removeItem(key);
      } catch (e) { noStore = true; }
      if (some) window.fwStore.put('texts', record); else window.fwStore.drop('texts', key);
    }
    function kept() {
      try {
        var here = JSON.parse(localStorage.getItem(key));
        if (here) return Promise.resolve(here);
      } catch (e) { /* no storage, or not ours */ }
      return window.fwStore.get('texts', key);
    }

    function note(input) {
      if (input.value === (base[input.name] || '')) delete dirty[input.name];
      else dirty[input.name] = input.value;
      keep();
      state(navigator.onLine === false ? 'local' : 'typed', clock());
      clearTimeout(timer);
      timer = setTimeout(save, WAIT);
    }

    /* theirs: what the server holds now, by name. Takes what only they changed, keeps what only
       we changed, and returns what both did. */
    function merge(theirs, before) {
      var both = [];
      fields().forEach(function (input) {
        var name = input.name, their = theirs[name] || '', was = before[name] || '';
        if (!(name in dirty)) {
          if (input.value !== their) { input.value = their; changed(input); }
        } else if (dirty[name] === their) delete dirty[name];
        else if (their !== was) both.push({ name: name, theirs: their });
        base[name] = their;
      });
      return both;
    }

    function labelOf(input) {
      var row = input.closest('[data-field], [data-text]'), whole = row && row.querySelector('label, .lb');
      var own = input.getAttribute('aria-label') || (input.labels && input.labels[0] ? input.labels[0].textContent : '');
      var hint = document.getElementById(input.name.replace(/^v\./, 's.'));
      if (!whole || own.indexOf(whole.textContent) === 0) return hint ? own + ': ' + hint.textContent : own;
      return whole.textContent + (own ? ' · ' + own : '');
    }
    /* what stands in the form, to be copied where the site takes it no more */
    function words(inputs) {
      return inputs.filter(function (input) { return input.value; }).map(function (input) {
        return labelOf(input).replace(/\s+/g, ' ').trim() + ': ' + input.value;
      }).join('\n');
    }
    function closed(sentence) {
      var box = part('[data-closed]');
      over = true;
      box.querySelector('[data-sentence]').textContent = sentence;
      box.querySelector('textarea').value = words(fields());
      box.hidden = false;
      box.scrollIntoView({ block: 'center' });
      state('local', clock());
    }
    function ask(both, sentence) {
      var box = part('[data-conflict]'), list = part('[data-conflict-list]'), all = part('[data-take-all]');
      box.querySelector('[data-sentence]').textContent = sentence || '';
      both.forEach(function (one) {
        var row = part('[data-conflict-row]').content.cloneNode(true), input = field(one.name);
        open[one.name] = true;
        row.querySelector('[data-label]').textContent = labelOf(input);
        row.querySelector('[data-mine]').textContent = dirty[one.name] || '—';
        row.querySelector('[data-theirs]').textContent = one.theirs || '—';
        row.querySelectorAll('[data-take]').forEach(function (button) {
          button.addEventListener('click', function () {
            if (button.dataset.take === 'theirs') {
              input.value = one.theirs;
              delete dirty[one.name];
              changed(input);
            }
            delete open[one.name];
            button.closest('li').remove();
            box.hidden = !list.children.length;
            keep();
            if (box.hidden) save();
          });
        });
        list.appendChild(row);
      });
      all.hidden = list.children.length < 2;
      box.hidden = false;
      state('conflict');
      box.scrollIntoView({ block: 'center' });
    }

    function toSend() {
      var sent = {};
      Object.keys(dirty).forEach(function (name) {
        if (open[name]) return;
        sent[name] = dirty[name];
        var twin = /\.[nd]$/.test(name) && field(name.replace(/.$/, function (end) { return end === 'n' ? 'd' : 'n'; }));
        if (twin) sent[twin.name] = twin.value;
      });
      return sent;
    }

    function save(leaving) {
      clearTimeout(timer);
      if (over) return;
      if (sending) { again = true; return; }
      var sent = toSend();
      if (!Object.keys(sent).length) return;
      if (navigator.onLine === false) { state('local', clock()); return; }
      sending = true;
      state('saving');
      fetch(form.dataset.autosave, {
        method: 'POST',
        credentials: 'same-origin',
        redirect: 'manual',
        keepalive: leaving === true,
        headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': window.fwStore.token() },
        body: JSON.stringify({ draft_version: version, fields: sent })
      }).then(function (answer) {
        sending = false;
        if (answer.type === 'opaqueredirect' || answer.status === 401) return signedOut();
        if (answer.status === 403) return signedOut();
        if (answer.status !== 200 && answer.status !== 409) return later('failed');
        return answer.json().then(function (data) {
          if (answer.status === 409) clash(data); else saved(data, sent);
        });
      }).catch(function () { sending = false; later(navigator.onLine === false ? 'local' : 'failed'); });
    }

    function setVersion(number) {
      version = number;
      form.querySelectorAll('[data-draft-version]').forEach(function (input) { input.value = number; });
    }
    function saved(data, sent) {
      setVersion(data.version);
      Object.keys(sent).forEach(function (name) {
        base[name] = sent[name];
        if (dirty[name] === sent[name]) delete dirty[name];
      });
      keep();
      part('[data-signed-out]').hidden = true;
      state('saved', data.saved_at);
      form.dispatchEvent(new CustomEvent('fw:checked', { bubbles: true, detail: data }));
      if (again || Object.keys(toSend()).length) { again = false; timer = setTimeout(save, 50); }
    }
    function clash(data) {
      if (data.closed) return closed(data.sentence);
      setVersion(data.version);
      var both = merge(data.fields, Object.assign({}, base));
      keep();
      if (both.length) ask(both, data.sentence);
      else if (Object.keys(toSend()).length) save();
      else state('saved', clock()); /* the other had saved the very same */
    }
    function signedOut() {
      part('[data-signed-out]').hidden = false;
      state('out');
      later();
    }
    function later(name) {
      if (name) state(name, clock());
      clearTimeout(timer);
      timer = setTimeout(save, RETRY);
    }

    function restore(last) {
      if (!last || !last.typed) return;
      var now = Object.assign({}, base), back = 0;
      Object.keys(last.typed).forEach(function (name) {
        var input = field(name);
        if (!input || last.typed[name] === input.value) return;
        dirty[name] = input.value = last.typed[name];
        changed(input);
        back += 1;
      });
      if (!back) return keep();
      part('[data-restored]').hidden = false;
      var both = merge(now, last.base || {});
      keep();
      if (both.length) ask(both, '');
      save();
    }

    fields().forEach(function (input) { base[input.name] = input.defaultValue === undefined ? input.value : input.defaultValue; });
    form.addEventListener('input', function (event) { if (/^[vtr]\./.test(event.target.name)) note(event.target); });
    form.addEventListener('change', function (event) {
      if (!/^[vtr]\./.test(event.target.name)) return;
      note(event.target);
      save();
    });
    document.addEventListener('keydown', function (event) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') { event.preventDefault(); save(); }
    });
    window.addEventListener('online', function () { save(); });
    window.addEventListener('pagehide', function () { save(true); });
    document.addEventListener('visibilitychange', function () { if (document.hidden) save(true); });
    window.addEventListener('beforeunload', function (event) {
      if (noStore && Object.keys(dirty).length && !form.dataset.sent) event.preventDefault();
    });
    /* while the report itself is on its way (outbox.js), it carries the text */
    document.querySelectorAll('[data-all]').forEach(function (button) {
      button.addEventListener('click', function () {
        document.querySelectorAll('[data-conflict] [data-take="' + button.dataset.all + '"]').forEach(function (one) { one.click(); });
      });
    });
    document.addEventListener('fw:sending', function () { over = true; });
    document.addEventListener('fw:waiting', function () { over = true; state('local', clock()); });
    document.addEventListener('fw:free', function () { over = false; save(); });
    document.addEventListener('fw:out', signedOut);
    document.addEventListener('fw:closed', function (event) { closed(event.detail); });
    window.addEventListener('pageshow', function (event) { if (event.persisted) location.reload(); });
    kept().then(restore);
  }

  document.addEventListener('DOMContentLoaded', function () {
    var form = document.querySelector('form[data-autosave]');
    if (form) start(form);
  });
})();
