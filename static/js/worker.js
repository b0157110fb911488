/* Service worker of the report form: a phone without a network opens the form it had open before.
   Keeps the form's own pages of one person and the static files they use, nothing else. Another
   person on the device, a sign-out, or an answer that says the form is not theirs any more throws
   the pages away. What is typed lies elsewhere (store.js). */
'use strict';
var FORMS = 'fw-forms-1', STATIC = 'fw-static-1', OWNER = '/owner';
var FORM = /^\/(reports\/\d+\/edit|collect\/\d+)\/$/, HASHED = /\.[0-9a-f]{12}\.\w+$/;

function keepPage(path, answer) {
  return caches.open(FORMS).then(function (forms) { return forms.put(path, answer); });
}
function dropPages() { return caches.delete(FORMS); }

/* The network first; its answer is kept, or takes the kept page away. */
function formPage(request, path) {
  return fetch(request).then(function (answer) {
    if (answer.ok && !answer.redirected) return keepPage(path, answer.clone()).then(function () { return answer; });
    if (answer.status < 500) return caches.open(FORMS).then(function (forms) { return forms.delete(path); }).then(function () { return answer; });
    return answer;
  }).catch(function (error) {
    return caches.open(FORMS).then(function (forms) { return forms.match(path, { ignoreVary: true }); }).then(function (kept) {
      if (kept) return kept;
      throw error;
    });
  });
}
/* Without a network the home page leads to the form that is kept. */
function homePage(request) {
  return fetch(request).catch(function (error) {
    return caches.open(FORMS).then(function (forms) { return forms.keys(); }).then(function (keys) {
      var last = keys.map(function (one) { return new URL(one.url).pathname; }).filter(function (path) { return FORM.test(path); }).pop();
      if (last) return Response.redirect(last);
      throw error;
    });
  });
}
function asset(request, path) {
  return caches.open(STATIC).then(function (files) { return files.match(request, { ignoreVary: true }); }).then(function (kept) {
    if (kept && HASHED.test(path)) return kept;
    return fetch(request).catch(function (error) {
      if (kept) return kept;
      throw error;
    });
  });
}

/* A form's page says whose it is and what it needs; on the first visit it was loaded without us. */
function remember(wanted) {
  return caches.open(FORMS).then(function (forms) {
    return forms.match(OWNER).then(function (kept) { return kept ? kept.text() : ''; }).then(function (owner) {
      return owner && owner !== wanted.owner ? dropPages() : null;
    });
  }).then(function () { return caches.open(FORMS); }).then(function (forms) {
    return forms.put(OWNER, new Response(wanted.owner)).then(function () { return forms.match(wanted.keep, { ignoreVary: true }); }).then(function (there) {
      if (there) return null;
      return fetch(wanted.keep, { credentials: 'same-origin', redirect: 'error' }).then(function (answer) {
        return answer.ok ? forms.put(wanted.keep, answer) : null;
      });
    });
  }).then(function () { return caches.open(STATIC); }).then(function (files) {
    return files.keys().then(function (keys) {
      var there = keys.map(function (one) { return one.url; });
      var old = there.filter(function (url) { return wanted.assets.indexOf(url) < 0; });
      var fresh = wanted.assets.filter(function (url) { return there.indexOf(url) < 0; });
      return Promise.all(old.map(function (url) { return files.delete(url); }).concat(fresh.map(function (url) { return files.add(url); })));
    });
  });
}

self.addEventListener('install', function () { self.skipWaiting(); });
self.addEventListener('activate', function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name !== FORMS && name !== STATIC; }).map(function (name) { return caches.delete(name); }));
  }).then(function () { return self.clients.claim(); }));
});
self.addEventListener('message', function (event) {
  if (event.data && event.data.keep && event.data.owner && FORM.test(event.data.keep)) event.waitUntil(remember(event.data));
});
self.addEventListener('fetch', function (event) {
  var request = event.request, url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === 'POST' && url.pathname === '/logout/') { event.waitUntil(dropPages()); return; }
  if (request.method !== 'GET') return;
  if (url.pathname.indexOf('/static/') === 0) event.respondWith(asset(request, url.pathname));
  else if (request.mode === 'navigate' && FORM.test(url.pathname)) event.respondWith(formPage(request, url.pathname));
  else if (request.mode === 'navigate' && url.pathname === '/') event.respondWith(homePage(request));
});
