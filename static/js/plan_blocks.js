/* The plan's paragraphs as they stand on the page: [data-block] inside [data-section]. What a
   paragraph says is in its data-text, or in its .tx when that shows it unchanged. */
(function () {
  'use strict';
  const plan = window.fwPlan, root = document.querySelector('[data-plan-editor]');
  if (!root) return;
  const files = JSON.parse(document.getElementById('plan-files').textContent);
  const byKey = new Map(), taken = new Map();

  function template(name) {
    return document.querySelector('[data-template="' + name + '"]').content.cloneNode(true);
  }
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64;
    bytes[8] = bytes[8] & 63 | 128;
    const hex = Array.from(bytes, function (byte) { return byte.toString(16).padStart(2, '0'); }).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }
  function of(key) {
    const known = byKey.get(key);
    if (known && known.isConnected) return known;
    const found = root.querySelector('[data-block="' + key + '"]');
    if (found) byKey.set(key, found);
    return found;
  }
  function section(id) { return root.querySelector('[data-section="' + id + '"]'); }
  function sectionOf(el) { return el.closest('[data-section]'); }
  function list(sec) { return Array.from(sec.querySelector('[data-blocks]').children).filter(function (one) { return one.dataset.block; }); }
  function all() { return Array.from(root.querySelectorAll('[data-block], [data-heading]')); }
  function tx(el) { return el.querySelector('.tx'); }
  function text(el) { return el.dataset.text === undefined ? tx(el).textContent : el.dataset.text; }
  function next(el, step) {
    const row = all();
    return row[row.indexOf(el) + step] || null;
  }
  function before(el) {
    let one = el.previousElementSibling;
    while (one && !one.dataset.block) one = one.previousElementSibling;
    return one;
  }
  function data(el) {
    return {
      key: el.dataset.block, section: Number(sectionOf(el).dataset.section), version: Number(el.dataset.version),
      kind: el.dataset.kind, level: Number(el.dataset.level), text: text(el)
    };
  }
  /* Whatever is given of text, kind, level, version and id. */
  function set(el, what) {
    ['kind', 'level', 'version', 'id'].forEach(function (name) { if (what[name] !== undefined) el.dataset[name] = what[name]; });
    if (what.text !== undefined) el.dataset.text = what.text;
    if (!el.classList.contains('on')) plan.draw(tx(el), el.dataset.kind, text(el), files);
    number(sectionOf(el));
  }
  function make(what) {
    const el = taken.get(what.key) || template('block').firstElementChild;
    el.dataset.block = what.key || newKey();
    el.id = 'clause-' + el.dataset.block;
    byKey.set(el.dataset.block, el);
    Object.assign(el.dataset, { kind: what.kind, level: what.level, version: what.version || 0, text: what.text });
    if (what.id) el.dataset.id = what.id;
    plan.draw(tx(el), what.kind, what.text, files);
    return el;
  }
  /* Behind another paragraph, or first of its section when there is none. */
  function put(el, sec, after) {
    const home = sec.querySelector('[data-blocks]');
    home.insertBefore(el, after ? after.nextSibling : home.firstChild);
    number(sec);
    return el;
  }
  function take(el) {
    const sec = sectionOf(el);
    taken.set(el.dataset.block, el); /* it may come back, with what stands on it */
    el.classList.remove('on');
    el.remove();
    number(sec);
  }
  function number(sec) {
    if (!sec) return;
    const rows = list(sec);
    const found = plan.labels(rows.map(function (el) { return Number(el.dataset.level); }));
    rows.forEach(function (el, place) {
      const label = el.querySelector('.lb'), word = el.dataset.kind === 'item' ? '• ' : found[place];
      if (label.textContent !== word) label.textContent = word;
    });
    document.dispatchEvent(new CustomEvent('fw:plan-section', { detail: sec }));
  }
  root.querySelectorAll('[data-block]').forEach(function (el) { byKey.set(el.dataset.block, el); });
  root.querySelectorAll('[data-kind=item] .lb').forEach(function (label) { label.textContent = '• '; });
  Object.assign(plan, {
    root: root, files: files, template: template, newKey: newKey,
    blocks: {
      of: of, section: section, sectionOf: sectionOf, list: list, all: all, tx: tx, text: text, next: next,
      before: before, data: data, set: set, make: make, put: put, take: take, number: number
    }
  });
})();
