/* The big screen turns its views every half minute and asks every quarter whether anything
   changed. One clock ticks for everything; a part is put in only where it differs, so nothing
   flickers and nothing piles up however long the screen hangs. */
(function () {
  'use strict';
  var TURN = 30, ASK = 15, SLOWEST = 120, PATIENCE = 10000;
  var root = document.querySelector('[data-screen]');
  if (!root) return;
  var mark = root.dataset.mark, known = {}, view = 0, turn = TURN, wait = ASK, failures = 0;
  var paused = false, asking = false, since = 0, drift = 0;
  var time = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  var day = new Intl.DateTimeFormat(document.documentElement.lang === 'en' ? 'en-GB' : 'zh-CN', { timeZone: 'Asia/Shanghai', year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' });

  function one(name) { return root.querySelector('[' + name + ']'); }
  function views() { return root.querySelectorAll('[data-view]'); }
  function say(place, text) {
    if (place && place.textContent !== text) place.textContent = text;
  }
  function show(number) {
    var all = views();
    view = all.length ? (number + all.length) % all.length : 0;
    all.forEach(function (each, n) { each.classList.toggle('on', n === view); });
    say(one('data-turn'), all.length > 1 ? (view + 1) + '/' + all.length : '');
    turn = TURN;
    document.dispatchEvent(new CustomEvent('fw:shown'));
  }
  function pause() {
    var button = one('data-pause');
    paused = !paused;
    if (button) button.setAttribute('aria-pressed', String(paused));
  }
  function place(fresh) {
    var parts = Array.from(fresh.querySelectorAll('[data-part]')), names = {};
    parts.forEach(function (part) { names[part.dataset.part] = true; });
    root.querySelectorAll('[data-part]').forEach(function (old) {
      if (names[old.dataset.part]) return;
      delete known[old.dataset.part];
      old.remove();
    });
    var before = null;
    parts.forEach(function (part) {
      var name = part.dataset.part, old = root.querySelector('[data-part="' + name + '"]');
      if (!old || !known[name] || !known[name].isEqualNode(part)) {
        var made = document.importNode(part, true);
        if (old) old.replaceWith(made);
        else root.insertBefore(made, before ? before.nextSibling : root.firstChild);
        old = made;
        known[name] = part;
      }
      before = old;
    });
    var button = one('data-pause');
    if (button) button.setAttribute('aria-pressed', String(paused));
    show(Math.min(view, views().length - 1));
  }
  function clock() { return time.format(new Date(Date.now() + drift)); }
  function reached(answer) {
    var told = Date.parse(answer.headers.get('Date') || '');
    if (told && Math.abs(told - Date.now() - drift) > 2000) drift = told - Date.now();
    failures = 0;
    since = 0;
    wait = ASK;
    one('data-away-note').hidden = true;
  }
  function missed() {
    var note = one('data-away-note');
    failures += 1;
    since = since || Date.now() + drift;
    wait = Math.min(ASK * Math.pow(2, failures - 1), SLOWEST);
    if (failures < 2 || !note) return;
    say(note, root.dataset.away.replace('{time}', time.format(new Date(since)).slice(0, 5)));
    note.hidden = false;
  }
  function take(answer) {
    if (answer.status === 304) return reached(answer);
    if (answer.status === 404 || answer.status === 410) return location.reload();
    if (!answer.ok) return missed();
    return answer.text().then(function (text) {
      var fresh = new DOMParser().parseFromString(text, 'text/html');
      var head = fresh.querySelector('[data-made]');
      if (!head) return missed();
      if (head.dataset.made !== root.dataset.made) return location.reload();
      mark = answer.headers.get('ETag') || '';
      place(fresh);
      reached(answer);
    });
  }
  function ask() {
    if (asking) return;
    var stop = new AbortController(), patience = setTimeout(function () { stop.abort(); }, PATIENCE);
    asking = true;
    fetch(root.dataset.screen, { credentials: 'omit', cache: 'no-store', signal: stop.signal, headers: { 'If-None-Match': mark } })
      .then(take).catch(missed)
      .then(function () { clearTimeout(patience); asking = false; });
  }
  function tick() {
    say(one('data-clock'), clock());
    say(one('data-today'), day.format(new Date(Date.now() + drift)));
    if (!paused && (turn -= 1) <= 0) show(view + 1);
    if ((wait -= 1) <= 0) { wait = ASK; ask(); }
  }
  function fit() {
    var wide = window.innerWidth >= 1000;
    document.body.style.zoom = wide ? Math.min(window.innerWidth / 1920, window.innerHeight / 1080) : '';
    document.dispatchEvent(new CustomEvent('fw:shown'));
  }

  document.addEventListener('click', function (event) { if (event.target.closest('[data-pause]')) pause(); });
  document.addEventListener('keydown', function (event) {
    if (event.target.closest('button') && event.key === ' ') return;
    if (event.key === ' ') { event.preventDefault(); pause(); }
    if (event.key === 'ArrowRight') show(view + 1);
    if (event.key === 'ArrowLeft') show(view - 1);
  });
  document.addEventListener('fw:ask', ask);
  window.addEventListener('online', ask);
  window.addEventListener('resize', fit);
  document.addEventListener('DOMContentLoaded', function () { fit(); show(0); tick(); });
  setInterval(tick, 1000);
})();
