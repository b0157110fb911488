/* window.fwPhotos: photos on their way to the server, one by one under their own number, kept on
   this device (store.js) until they have arrived: a reload, a lost network or a report that is
   handed in meanwhile loses none. Their captions go with them; what is said under one that has
   arrived lies here (localStorage, by its address) until the server has it; what is said under one
   on its way lies here too, at once, because keeping a photo anew takes its time.
   Runs on every page that has [data-photos] or [data-outbox].
   Tells of each by the event fw:photo {id, percent | facts | failed, refused}. */
(function () {
  'use strict';
  var RETRY = 20000, PATIENCE = 180000, CAPTIONS = ':captions', NOTED = ':noted';
  var queue = [], noted = {}, busy = null, timer = 0, store = window.fwStore;

  function tell(job, what) {
    what.id = job.key;
    document.dispatchEvent(new CustomEvent('fw:photo', { detail: what }));
  }
  function add(job) {
    job.caption = noted[job.key] || '';
    return store.put('photos', job).then(function (kept) {
      job.isKept = Boolean(kept);
      queue.push(job);
      if (noted[job.key] !== undefined && noted[job.key] !== job.caption) put(job, noted[job.key]);
      next();
      return job;
    });
  }
  function put(job, text) {
    job.caption = text;
    if (job.isKept) store.put('photos', job);
  }
  function again(id) {
    queue.forEach(function (job) { if (job.key === id) job.failed = false; });
    next();
  }
  function next() {
    clearTimeout(timer);
    if (busy) return;
    busy = queue.filter(function (job) { return !job.failed && !job.refused; })[0] || null;
    if (busy) send(busy);
    else if (queue.some(function (job) { return job.failed; })) timer = setTimeout(retry, RETRY);
  }
  function retry() {
    queue.forEach(function (job) { job.failed = false; });
    next();
  }
  function leave(job) {
    queue = queue.filter(function (one) { return one !== job; });
    aside(job.report + NOTED, job.key, null);
    return store.drop('photos', job.key);
  }
  function send(job) {
    var request = new XMLHttpRequest(), data = new FormData();
    data.append('upload_id', job.key);
    data.append('caption', job.caption || '');
    data.append('photo', job.blob, 'photo.jpg');
    request.open('POST', job.url);
    request.timeout = PATIENCE;
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('X-CSRFToken', store.token());
    request.upload.onprogress = function (event) { if (event.lengthComputable) tell(job, { percent: event.loaded * 100 / event.total }); };
    request.onload = function () {
      var said = null;
      try { said = JSON.parse(request.responseText); } catch (e) { /* a page: signed out, or the server in trouble */ }
      if (request.status === 200 && said) arrived(job, said);
      else if (request.status === 422) refuse(job, said && said.sentence);
      else fail(job, (said && said.sentence) || '', request.status < 500);
    };
    request.onerror = request.ontimeout = request.onabort = function () { fail(job, '', false); };
    tell(job, { percent: 0 });
    request.send(data);
  }
  function arrived(job, facts) {
    var words = (job.caption || '').trim();
    if (words && words !== facts.caption) {
      facts.said = say(job.report, facts.caption_url, words);
      facts.said.catch(function () { /* it lies here */ });
    }
    done(job, { facts: facts });
  }
  function done(job, what) {
    busy = null;
    leave(job).then(function () { tell(job, what); next(); });
  }
  /* the server will never take it: only the person can do something now */
  function refuse(job, sentence) {
    job.refused = true;
    done(job, { failed: sentence || '', refused: true });
  }
  function fail(job, sentence, isOut) {
    job.failed = true;
    busy = null;
    tell(job, { failed: sentence, isOut: isOut });
    next();
  }
  /* {id: caption} under that name; one is put there, or taken away */
  function aside(name, id, text) {
    var all = {};
    try {
      all = JSON.parse(localStorage.getItem(name)) || {};
      if (id && text === null) delete all[id];
      else if (id) all[id] = text;
      if (id && Object.keys(all).length) localStorage.setItem(name, JSON.stringify(all));
      else if (id) localStorage.removeItem(name);
    } catch (e) { /* no storage: only this page holds it */ }
    return all;
  }
  function unsent(key, url, text) { return aside(key + CAPTIONS, url, text); }
  /* -> what the server kept: {caption} or {sentence} */
  function say(key, url, text) {
    var body = new FormData();
    unsent(key, url, text);
    body.append('caption', text);
    return fetch(url, { method: 'POST', credentials: 'same-origin', redirect: 'manual', keepalive: true, body: body, headers: { Accept: 'application/json', 'X-CSRFToken': store.token() } })
      .then(function (answer) {
        if (answer.status === 404) return {}; /* its photo is gone */
        if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
        return answer.json();
      })
      .then(function (kept) {
        if (unsent(key)[url] === text) unsent(key, url, null);
        return kept;
      });
  }
  /* those that an earlier page left behind */
  function sayAll(owner) {
    var keys = [];
    try { keys = Object.keys(localStorage); } catch (e) { /* no storage, nothing kept */ }
    keys.filter(function (key) { return key.indexOf(owner) === 0 && key.slice(-CAPTIONS.length) === CAPTIONS; }).forEach(function (name) {
      var key = name.slice(0, -CAPTIONS.length), all = unsent(key);
      Object.keys(all).forEach(function (url) { say(key, url, all[url]).catch(function () { /* it goes later */ }); });
    });
  }

  window.fwPhotos = {
    add: add,
    again: again,
    say: say,
    unsent: unsent,
    /* what is to stand under a photo that is still on its way */
    note: function (id, text, report) {
      noted[id] = text;
      aside(report + NOTED, id, text);
      queue.forEach(function (job) { if (job.key === id) put(job, text); });
    },
    take: function (id) { queue.filter(function (job) { return job.key === id; }).forEach(leave); },
    /* numbers of the photos that this device holds for a report and still sends */
    waiting: function (report) {
      return queue.filter(function (job) { return job.report === report && job.isKept; }).map(function (job) { return job.key; });
    },
    /* on their way and only in this page: they would be lost with it */
    loose: function () { return queue.filter(function (job) { return !job.isKept; }).length; },
    resume: function (owner, url) {
      return store.all('photos', owner).then(function (jobs) {
        jobs.sort(function (one, other) { return one.at - other.at; }).forEach(function (job) {
          job.isKept = true;
          job.failed = false;
          var said = aside(job.report + NOTED)[job.key];
          if (said !== undefined) job.caption = said;
          job.url = url || job.url; /* a newer link of the same report, perhaps */
          queue.push(job);
        });
        next();
        return jobs;
      });
    }
  };
  window.addEventListener('online', retry);
  document.addEventListener('DOMContentLoaded', function () {
    var box = document.querySelector('[data-outbox]');
    if (!box) return;
    window.fwPhotos.resume(box.dataset.outbox);
    function left() { if (navigator.onLine !== false) sayAll(box.dataset.outbox); }
    window.addEventListener('online', left);
    setInterval(left, RETRY);
    left();
  });
})();
