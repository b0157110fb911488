/* What was written and has not reached the server: first this computer (localStorage, by plan,
   person and tab), then the server, again and again until it has it. Never sent in another
   person's name. Tells others by fw:plan-answer (what the server said) and data-note boxes. */
(function () {
  'use strict';
  const plan = window.fwPlan, root = plan && plan.root;
  if (!root) return;
  const blocks = plan.blocks, WAIT = 1500, LONGEST_WAIT = 6000, MOST = 300, RETRY = [2000, 4000, 8000, 15000, 30000];
  const base = 'fw-plan:' + root.dataset.campaign + ':' + root.dataset.user + ':';
  const tab = remembered();
  let waiting = { blocks: {}, gone: {}, headings: {} };
  let timer = 0, since = 0, sending = null, tries = 0, noStore = false, stopped = false;

  function remembered() {
    try {
      const id = sessionStorage.getItem('fw-tab') || plan.newKey();
      sessionStorage.setItem('fw-tab', id);
      return id;
    } catch (e) { return plan.newKey(); }
  }
  function clock() { return new Date().toTimeString().slice(0, 8); }
  function state(name) {
    document.querySelectorAll('[data-save-state] [data-state]').forEach(function (one) {
      one.hidden = one.dataset.state !== name;
      const at = !one.hidden && one.querySelector('time');
      if (at) at.textContent = clock();
    });
  }
  function say(name, sentence) {
    const box = document.querySelector('[data-note="' + name + '"]'), place = box.querySelector('[data-sentence]');
    box.hidden = sentence === false;
    if (place && sentence) place.textContent = sentence;
  }
  function values(part) { return Object.values(waiting[part]); }
  function count() { return values('blocks').length + values('gone').length + values('headings').length; }
  function toSend() { return ['blocks', 'gone', 'headings'].some(function (part) { return values(part).some(function (one) { return !one.held; }); }); }
  function keep(left) {
    try {
      if (count()) localStorage.setItem(base + tab, JSON.stringify({ seen: Date.now(), left: left === true, waiting: waiting }));
      else localStorage.removeItem(base + tab);
    } catch (e) { noStore = true; }
  }
  function later(wait) { clearTimeout(timer); timer = setTimeout(flush, wait); }
  function changed() {
    keep();
    if (!toSend()) return idle();
    since = since || Date.now();
    state(navigator.onLine === false ? 'local' : tries ? 'local' : 'typed');
    if (!tries) later(Math.max(50, Math.min(WAIT, since + LONGEST_WAIT - Date.now())));
  }
  function idle() { if (count()) state('held'); else state('saved'); }

  /* The paragraph was written; with placed, it also stands somewhere else than the server knows. */
  function note(el, placed) {
    const now = blocks.data(el), was = waiting.blocks[now.key] || {}, prev = blocks.before(el);
    delete waiting.gone[now.key];
    if (!now.text.replace(/[|\s]/g, '')) {
      if (!now.version) delete waiting.blocks[now.key];
      return changed();
    }
    if (was.version !== undefined) now.version = was.version;
    if (was.tried !== undefined) now.tried = was.tried;
    if (placed || was.placed || !now.version) Object.assign(now, { placed: true, after: prev ? prev.dataset.block : null });
    waiting.blocks[now.key] = now;
    changed();
  }
  function gone(el, into) {
    const key = el.dataset.block, prev = blocks.before(el), was = waiting.blocks[key], version = was ? was.version : Number(el.dataset.version);
    const known = version || was && was.tried !== undefined || sending && sending.blocks[key];
    delete waiting.blocks[key];
    if (known) {
      waiting.gone[key] = {
        key: key, version: version, into: into || null, data: blocks.data(el), after: prev ? prev.dataset.block : null
      };
    }
    changed();
  }
  /* Back from the dead: the version to write on, 0 when the server may have let it go. */
  function back(key) {
    const was = waiting.gone[key];
    delete waiting.gone[key];
    return was && !(sending && sending.gone[key]) ? was.version : 0;
  }
  function heading(sec, was) {
    const id = Number(sec.dataset.section), text = blocks.text(sec.querySelector('[data-heading]')).trim(), old = waiting.headings[id];
    if (text) waiting.headings[id] = { section: id, text: text, was: old ? old.was : was };
    changed();
  }

  function token() {
    const found = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
    return found ? found[1] : document.querySelector('[name=csrfmiddlewaretoken]').value;
  }
  function post(url, body, leaving) {
    return fetch(url, {
      method: 'POST', credentials: 'same-origin', redirect: 'manual', keepalive: leaving === true,
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': token() },
      body: JSON.stringify(body)
    });
  }
  function message() {
    const place = new Map(blocks.all().map(function (el, n) { return [el.dataset.block, n]; }));
    const free = values('blocks').filter(function (one) { return !one.held; });
    free.sort(function (a, b) { return place.get(a.key) - place.get(b.key); });
    const sent = { blocks: {}, gone: {}, headings: {} };
    const body = { user: Number(root.dataset.user), blocks: [], gone: [], headings: [] };
    free.slice(0, MOST).forEach(function (one) {
      const row = { key: one.key, section: one.section, version: one.version, kind: one.kind, level: one.level, text: one.text };
      if (one.placed) row.after = one.after;
      if (one.tried !== undefined) row.tried = one.tried;
      sent.blocks[one.key] = Object.assign({}, one);
      body.blocks.push(row);
    });
    values('gone').forEach(function (one) {
      if (one.held || free.length > MOST) return;
      sent.gone[one.key] = one;
      body.gone.push({ key: one.key, version: one.version, into: one.into });
    });
    values('headings').forEach(function (one) {
      if (one.held) return;
      sent.headings[one.section] = Object.assign({}, one);
      body.headings.push({ section: one.section, text: one.text, was: one.was });
    });
    return { sent: sent, body: body };
  }
  function flush(leaving) {
    clearTimeout(timer);
    if (stopped || sending || !toSend()) return sending ? sending.done : Promise.resolve();
    const out = message();
    Object.keys(out.sent.blocks).forEach(function (key) { waiting.blocks[key].tried = out.sent.blocks[key].text; });
    keep(leaving === true);
    if (navigator.onLine === false) { state('local'); later(RETRY[4]); return Promise.resolve(); }
    sending = out.sent;
    since = 0;
    state('saving');
    sending.done = post(root.dataset.save, out.body, leaving).then(function (answer) {
      sending = null;
      if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) return signedOut();
      if (answer.status === 409 || answer.status === 400) return answer.json().then(refused);
      if (answer.status !== 200) return failed();
      return answer.json().then(function (data) { arrived(data, out.sent); });
    }).catch(function () { sending = null; failed(); });
    return sending.done;
  }
  function failed() {
    state('local');
    later(RETRY[Math.min(tries, RETRY.length - 1)]);
    tries += 1;
  }
  function signedOut() {
    say('out');
    state('out');
    tries += 1;
    later(4000);
  }
  function refused(data) {
    say('refused', data.sentence);
    state('held');
    stopped = Boolean(data.other);
    later(RETRY[4]);
  }
  function arrived(data, sent) {
    tries = 0;
    ['out', 'refused'].forEach(function (name) { say(name, false); });
    data.saved.forEach(function (one) {
      const now = waiting.blocks[one.key], el = blocks.of(one.key), before = sent.blocks[one.key];
      if (el) { blocks.set(el, { version: one.version, id: one.id }); }
      if (!now) return;
      if (now.text === before.text && now.level === before.level && now.kind === before.kind && now.after === before.after && now.section === before.section) delete waiting.blocks[one.key];
      else { now.version = one.version; delete now.tried; }
    });
    data.saved.forEach(function (one) { const lost = waiting.gone[one.key]; if (lost) lost.version = one.version; });
    data.gone.forEach(function (key) { delete waiting.gone[key]; });
    data.headings.forEach(function (id) {
      const now = waiting.headings[id];
      if (now && now.text === sent.headings[id].text) delete waiting.headings[id];
      else if (now) now.was = sent.headings[id].text;
    });
    root.dispatchEvent(new CustomEvent('fw:plan-answer', { detail: data }));
    keep();
    if (toSend()) changed(); else idle();
  }

  /* Queues of tabs that are closed come back into this one; what the page knows already goes. A tab
     lives as long as it holds the lock of its key, however it ended; where browsers have no locks
     (no https), one that said goodbye or was silent for 25 seconds is closed. */
  const locks = navigator.locks, watched = {};
  if (locks) locks.request(base + tab, function () { return new Promise(function () {}); });
  function adopt() {
    let keys = [];
    try { keys = Object.keys(localStorage).filter(function (key) { return key.indexOf(base) === 0; }); } catch (e) { /* nothing kept, nothing to bring back */ }
    keys.forEach(function (key) {
      if (key === base + tab) { if (!count()) take(key); } else if (locks) watch(key); else take(key, 25000);
    });
    keep();
  }
  function watch(key) {
    if (watched[key]) return;
    watched[key] = true;
    locks.request(key, function () { delete watched[key]; take(key); });
  }
  function take(key, silent) {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      if (!kept || silent && !kept.left && Date.now() - kept.seen < silent) return;
      localStorage.removeItem(key);
      if (restore(kept.waiting)) { say('restored'); changed(); }
    } catch (e) { /* nothing to bring back */ }
  }
  function restore(old) {
    let n = 0, left = Object.values(old.blocks), size = -1;
    Object.values(old.headings).forEach(function (one) {
      const sec = blocks.section(one.section), el = sec && sec.querySelector('[data-heading]');
      if (!el || blocks.text(el) === one.text) return;
      blocks.set(el, { text: one.text });
      waiting.headings[one.section] = one;
      n += 1;
    });
    while (left.length && left.length !== size) {
      size = left.length;
      left = left.filter(function (one) { return !bring(one, false, function () { n += 1; }); });
    }
    left.forEach(function (one) { bring(one, true, function () { n += 1; }); });
    Object.values(old.gone).forEach(function (one) {
      const el = blocks.of(one.key);
      if (!el) return;
      blocks.take(el);
      waiting.gone[one.key] = one;
      n += 1;
    });
    return n;
  }
  function bring(one, anyhow, counted) {
    const el = blocks.of(one.key), after = one.after ? blocks.of(one.after) : null;
    if (one.placed && one.after && !after && !anyhow) return false;
    if (waiting.blocks[one.key]) return true;
    delete one.held;
    if (el) {
      if (blocks.text(el) === one.text && Number(el.dataset.level) === one.level && el.dataset.kind === one.kind) return true;
      blocks.set(el, { text: one.text, level: one.level, kind: one.kind });
    } else {
      const all = root.querySelectorAll('[data-section]');
      const sec = (after && blocks.sectionOf(after)) || blocks.section(one.section) || all[all.length - 1];
      if (!sec) return true;
      one.section = Number(sec.dataset.section);
      blocks.put(blocks.make(one), sec, after || blocks.list(sec).pop());
    }
    waiting.blocks[one.key] = one;
    counted();
    return true;
  }

  plan.queue = {
    note: note, gone: gone, back: back, heading: heading, flush: flush, post: post, say: say, adopt: adopt, keep: keep,
    waiting: function (part, key) { return waiting[part][key]; },
    drop: function (part, key) { delete waiting[part][key]; changed(); },
    again: function () { changed(); later(50); },
    isEmpty: function () { return !count(); },
    stop: function (sentence) { say('refused', sentence); stopped = true; },
    go: function () { if (stopped) { stopped = false; say('refused', false); changed(); } }
  };
  window.addEventListener('online', function () { tries = 0; flush(); });
  window.addEventListener('focus', function () { if (tries) flush(); });
  window.addEventListener('pagehide', function () { flush(true); keep(true); });
  document.addEventListener('visibilitychange', function () { if (document.hidden) flush(true); });
  window.addEventListener('beforeunload', function (event) { if (noStore && count()) event.preventDefault(); });
  window.addEventListener('pageshow', function (event) { if (event.persisted) location.reload(); });
  state('saved');
})();
