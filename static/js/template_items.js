/* [data-items="prefix"]: rows are dragged by their grip or moved with its arrow keys; a search adds
   one from the library. Without this script the numbers in front and the spare rows do the same. */
(function () {
  'use strict';
  var root = document.querySelector('[data-items]');
  if (!root) return;
  var list = root.querySelector('[data-rows]'), empty = root.querySelector('[data-empty]');
  var total = root.querySelector('[name="' + root.dataset.items + '-TOTAL_FORMS"]');
  var found = root.querySelector('[data-found]'), find = root.querySelector('[data-find]');
  var said = root.querySelector('[data-said]'), dragged = null, MOST = 24;

  function rows() { return Array.prototype.slice.call(list.querySelectorAll('[data-row]')); }
  function select(row) { return row.querySelector('select'); }
  function field(row, name) { return row.querySelector('[name$="-' + name + '"]'); }
  function shown() { return rows().filter(function (row) { return !row.hidden; }); }
  function number() { rows().forEach(function (row, n) { field(row, 'ORDER').value = n + 1; }); }
  function changed() { list.dispatchEvent(new Event('input', { bubbles: true })); }
  function wake(row) {
    row.querySelectorAll('[data-plain]').forEach(function (el) { el.hidden = true; });
    row.querySelector('[data-grip]').hidden = false;
    row.classList.toggle('is-out', field(row, 'DELETE').checked);
  }
  function tell(row) {
    var name = select(row).options[select(row).selectedIndex].text;
    said.textContent = said.dataset.words.replace('%(name)s', name).replace('%(n)s', shown().indexOf(row) + 1);
  }
  function move(row, by) {
    var all = shown(), at = all.indexOf(row) + by;
    if (at < 0 || at >= all.length) return;
    list.insertBefore(row, by < 0 ? all[at] : all[at].nextSibling);
    number();
    changed();
    row.querySelector('[data-grip]').focus();
    tell(row);
  }

  /* ---- order ---- */
  list.addEventListener('keydown', function (event) {
    var grip = event.target.closest('[data-grip]');
    var by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!grip || !by) return;
    event.preventDefault();
    move(grip.closest('[data-row]'), by);
  });
  list.addEventListener('pointerdown', function (event) {
    var grip = event.target.closest('[data-grip]');
    if (grip) grip.closest('[data-row]').draggable = true;
  });
  list.addEventListener('dragstart', function (event) {
    dragged = event.target.closest('[data-row]');
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', '');
    dragged.classList.add('is-dragged');
  });
  list.addEventListener('dragover', function (event) {
    var over = dragged && event.target.closest('[data-row]');
    if (!over) return;
    event.preventDefault();
    if (over === dragged) return;
    var box = over.getBoundingClientRect();
    list.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
  });
  list.addEventListener('drop', function (event) { if (dragged) event.preventDefault(); });
  list.addEventListener('dragend', function () {
    if (!dragged) return;
    dragged.classList.remove('is-dragged');
    dragged.draggable = false;
    number();
    changed();
    tell(dragged);
    dragged = null;
  });
  list.addEventListener('change', function (event) {
    var row = event.target.closest('[data-row]');
    if (row) wake(row);
    offer();
  });

  /* ---- library ---- */
  function offer() {
    var used = rows().map(function (row) { return select(row).value; });
    var words = find.value.toLowerCase().split(/\s+/), left = MOST;
    found.querySelectorAll('[data-add]').forEach(function (button) {
      var text = button.dataset.search.toLowerCase();
      var fits = left > 0 && used.indexOf(button.dataset.add) < 0 &&
        words.every(function (word) { return text.indexOf(word) >= 0; });
      button.parentNode.hidden = !fits;
      if (fits) left -= 1;
    });
  }
  function add(key) {
    var row = document.importNode(empty.content, true).querySelector('[data-row]');
    var last = shown().pop();
    row.querySelectorAll('[name], [id], [for]').forEach(function (el) {
      ['name', 'id', 'for'].forEach(function (name) {
        if (el.hasAttribute(name)) el.setAttribute(name, el.getAttribute(name).replace('__prefix__', total.value));
      });
    });
    select(row).value = key;
    ['section', 'section_en'].forEach(function (name) { if (last) field(row, name).value = field(last, name).value; });
    total.value = Number(total.value) + 1;
    list.appendChild(row);
    wake(row);
    number();
    changed();
    offer();
    tell(row);
    field(row, 'section').focus();
  }
  found.addEventListener('click', function (event) {
    var button = event.target.closest('[data-add]');
    if (button) add(button.dataset.add);
  });
  find.addEventListener('input', offer);
  find.addEventListener('keydown', function (event) {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    var first = found.querySelector('li:not([hidden]) [data-add]');
    if (first) add(first.dataset.add);
  });

  root.querySelectorAll('[data-live]').forEach(function (el) { el.hidden = false; });
  root.querySelectorAll('.fw-card-h [data-plain]').forEach(function (el) { el.hidden = true; });
  rows().forEach(function (row) {
    wake(row);
    if (!select(row).value && !row.classList.contains('is-flagged')) row.hidden = true;
  });
  number();
  offer();
})();
