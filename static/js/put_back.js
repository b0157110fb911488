/* What was typed outlives a session that ended: a form leaves its values in this tab when it is
   sent, and the page puts them back when it is opened again with ?kept=1 by the same person, or
   with ?kept=refused by a button whose refusal the page shows already.
   Passwords and files are never kept; anything else on the way clears what was left. */
(function () {
  'use strict';
  var KEY = 'fw-kept', SKIP = /^(password|file|hidden|submit|button|image|reset)$/;

  function store(value) {
    try {
      if (value) sessionStorage.setItem(KEY, JSON.stringify(value));
      else sessionStorage.removeItem(KEY);
    } catch (e) { /* no storage: nothing can be kept */ }
  }
  function stored() {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch (e) { return null; }
  }
  function controls(form) {
    return Array.prototype.filter.call(form.elements, function (el) {
      return el.name && !SKIP.test(el.type) && /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName);
    });
  }
  function read(el) {
    if (el.type === 'checkbox' || el.type === 'radio') return el.checked;
    if (el.multiple) return Array.prototype.map.call(el.selectedOptions, function (o) { return o.value; });
    return el.value;
  }
  function write(el, value) {
    if (el.type === 'checkbox' || el.type === 'radio') el.checked = value;
    else if (el.multiple) Array.prototype.forEach.call(el.options, function (o) { o.selected = value.indexOf(o.value) >= 0; });
    else el.value = value;
    el.dispatchEvent(new Event('input', { bubbles: true }));
  }
  /* Twins of one name are told apart by their place, choices by their value. */
  function label(el, place) {
    return el.name + '|' + (el.type === 'checkbox' || el.type === 'radio' ? el.value : place);
  }
  function each(form, visit) {
    var places = {};
    controls(form).forEach(function (el) {
      places[el.name] = (places[el.name] || 0) + 1;
      visit(el, label(el, places[el.name]));
    });
  }

  document.addEventListener('submit', function (event) {
    var form = event.target, values = {};
    if ((form.method || 'get').toLowerCase() === 'get') return;
    if (!document.body.dataset.user) return; /* the sign-in form leaves alone what waits behind it */
    each(form, function (el, name) { values[name] = read(el); });
    store({ user: document.body.dataset.user, path: location.pathname, action: form.getAttribute('action') || '', values: values });
  }, true);

  document.addEventListener('DOMContentLoaded', function () {
    var kept = stored(), query = new URLSearchParams(location.search);
    if (!document.body.dataset.user) return; /* signed out: wait for the way back */
    store(null);
    if (!query.has('kept')) return;
    var refused = query.get('kept') === 'refused';
    query.delete('kept');
    history.replaceState(null, '', location.pathname + (query.toString() ? '?' + query : '') + location.hash);
    if (!kept || kept.user !== document.body.dataset.user || kept.path !== location.pathname) return;
    var form = Array.prototype.find.call(document.forms, function (one) {
      return (one.getAttribute('action') || '') === kept.action && controls(one).length;
    });
    if (!form) return;
    each(form, function (el, name) { if (name in kept.values) write(el, kept.values[name]); });
    if (!refused) document.dispatchEvent(new CustomEvent('fw:toast', { detail: { text: document.body.dataset.kept } }));
  });
})();
