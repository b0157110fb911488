/* window.fwPhotos: photos on their way to the server, one by one under their own number, kept on
   this device (store.js) until they have arrived: a reload, a lost network or a report that is
   handed in meanwhile loses none. Runs on every page that has [data-photos] or [data-outbox].
   Tells of each by the event fw:photo {id, percent | facts | failed, refused}. */
(function () {
  'use strict';
  var RETRY = 20000, PATIENCE = 180000;
  var queue = [], busy = null, timer = 0, store = window.fwStore;

  function tell(job, what) {
    what.id = job.key;
    document.dispatchEvent(new CustomEvent('fw:photo', { detail: what }));
  }
  function add(job) {
    return store.put('photos', job).then(function (kept) {
      job.isKept = Boolean(kept);
      queue.push(job);
      next();
      return job;
    });
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
    return store.drop('photos', job.key);
  }
  function send(job) {
    var request = new XMLHttpRequest(), data = new FormData();
    data.append('upload_id', job.key);
    data.append('photo', job.blob, 'photo.jpg');
    request.open('POST', job.url);
    request.timeout = PATIENCE;
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('X-CSRFToken', store.token());
    request.upload.onprogress = function (event) { if (event.lengthComputable) tell(job, { percent: event.loaded * 100 / event.total }); };
    request.onload = function () {
      var said = null;
      try { said = JSON.parse(request.responseText); } catch (e) { /* a page: signed out, or the server in trouble */ }
      if (request.status === 200 && said) done(job, { facts: said });
      else if (request.status === 422) refuse(job, said && said.sentence);
      else fail(job, (said && said.sentence) || '', request.status < 500);
    };
    request.onerror = request.ontimeout = request.onabort = function () { fail(job, '', false); };
    tell(job, { percent: 0 });
    request.send(data);
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

  window.fwPhotos = {
    add: add,
    again: again,
    take: function (id) { queue.filter(function (job) { return job.key === id; }).forEach(leave); },
    /* numbers of the photos that this device holds for a report and still sends */
    waiting: function (report) {
      return queue.filter(function (job) { return job.report === report && job.isKept; }).map(function (job) { return job.key; });
    },
    /* on their way and only in this page: they would be lost with it */
    loose: function () { return queue.filter(function (job) { return !job.isKept; }).length; },
    resume: function (owner) {
      return store.all('photos', owner).then(function (jobs) {
        jobs.sort(function (one, other) { return one.at - other.at; }).forEach(function (job) {
          job.isKept = true;
          job.failed = false;
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
    if (box) window.fwPhotos.resume(box.dataset.outbox);
  });
})();
