/* What the server could not simply take: somebody else's words (both texts side by side, and the
   person chooses), a sentence that something comes from (what becomes of it), a text too long. */
(function () {
  'use strict';
  const plan = window.fwPlan, root = plan && plan.root;
  if (!root || !plan.editor) return;
  const blocks = plan.blocks, queue = plan.queue;
  let hanging = null;

  function close() { plan.editor.close(); }
  function who(row, kind) {
    const words = plan.template('words').querySelector('[data-' + kind + ']').textContent;
    return words.replace('{name}', row.by || '—').replace('{at}', row.at || '');
  }
  function panel(el, kind, row, mine, answers) {
    const old = el.nextElementSibling;
    if (old && old.classList.contains('pe-clash')) old.remove();
    const box = plan.template('conflict').firstElementChild;
    box.querySelector('[data-who]').textContent = who(row, kind);
    const sides = { theirs: kind === 'deleted' ? null : row.text, mine: mine };
    Object.keys(sides).forEach(function (side) {
      const place = box.querySelector('[data-' + side + ']'), other = sides[side === 'mine' ? 'theirs' : 'mine'];
      if (sides[side] === null) place.textContent = root.dataset.wordGone;
      else mark(place, sides[side], other || '');
    });
    box.querySelectorAll('[data-take]').forEach(function (button) {
      const act = answers[button.dataset.take];
      if (!act) return button.remove();
      button.addEventListener('click', function () {
        close();
        box.remove();
        act();
        queue.again();
      });
    });
    el.after(box);
    box.scrollIntoView({ block: 'nearest' });
  }
  /* The stretch that the other text lacks is marked: what lies between equal ends. */
  function mark(place, text, other) {
    let from = 0, to = 0;
    while (from < Math.min(text.length, other.length) && text[from] === other[from]) from += 1;
    while (to < Math.min(text.length, other.length) - from && text[text.length - 1 - to] === other[other.length - 1 - to]) to += 1;
    const middle = plan.node('mark', text.slice(from, text.length - to));
    middle.className = 'differs';
    place.textContent = '';
    place.append(text.slice(0, from), middle, text.slice(text.length - to));
  }
  function bring(row, entry) {
    const sec = blocks.section(row.section), after = entry && entry.after ? blocks.of(entry.after) : null;
    return sec && blocks.put(blocks.make(row), sec, after);
  }
  function clash(row) {
    if (row.section && row.heading !== undefined) return clashHeading(row);
    const cut = queue.waiting('gone', row.key), mine = queue.waiting('blocks', row.key);
    if (cut) {
      queue.drop('gone', row.key);
      const el = bring(row, cut);
      if (el) panel(el, 'cut', row, null, { theirs: function () {}, mine: function () { queue.gone(el, cut.into); blocks.take(el); } });
      return;
    }
    const el = blocks.of(row.key);
    if (!mine || !el) return;
    mine.held = true;
    panel(el, row.gone ? 'deleted' : 'changed', row, mine.text, {
      theirs: function () {
        queue.drop('blocks', row.key);
        if (row.gone) blocks.take(el); else blocks.set(el, row);
      },
      mine: function () {
        el.dataset.version = mine.version = row.gone ? 0 : row.version;
        queue.drop('blocks', row.key);
        queue.note(el, row.gone);
      },
      both: row.gone ? null : function () {
        const text = blocks.text(el);
        queue.drop('blocks', row.key);
        blocks.set(el, row);
        const made = blocks.put(blocks.make({ kind: mine.kind, level: mine.level, text: text }), blocks.sectionOf(el), el);
        queue.note(made, true);
      }
    });
  }
  function clashHeading(row) {
    const mine = queue.waiting('headings', row.section), el = blocks.section(row.section).querySelector('[data-heading]');
    if (!mine) return;
    mine.held = true;
    panel(el, 'changed', { by: row.by, text: row.heading }, mine.text, {
      theirs: function () { queue.drop('headings', row.section); blocks.set(el, { text: row.heading }); },
      mine: function () { mine.was = row.heading; delete mine.held; }
    });
  }

  /* ---- refused: a sentence under the paragraph, or the question what becomes of its tasks ---- */
  function refuse(row) {
    if (row.holds) return hang(row);
    const el = blocks.of(row.key), mine = queue.waiting('blocks', row.key);
    if (!el || !mine) return;
    mine.held = true;
    let box = el.querySelector('.fw-err');
    if (!box) {
      box = plan.node('p');
      box.className = 'fw-err ni';
      box.setAttribute('role', 'alert');
      el.append(box);
    }
    box.textContent = row.sentence;
  }
  function hang(row) {
    const cut = queue.waiting('gone', row.key), el = bring(row, cut), dialog = document.getElementById('hang');
    queue.drop('gone', row.key);
    if (!el) return;
    close();
    hanging = { row: row, el: el };
    dialog.querySelector('[data-quote]').textContent = row.text;
    dialog.querySelector('[data-hang-error]').hidden = true;
    const list = dialog.querySelector('[data-holds]'), select = dialog.querySelector('[data-hang-to]');
    list.textContent = select.textContent = '';
    row.holds.forEach(function (one) { list.append(plan.node('li', one.name)); });
    blocks.all().forEach(function (one) {
      if (!one.dataset.id || one === el) return;
      const option = plan.node('option', (one.querySelector('.lb').textContent + blocks.text(one)).slice(0, 60));
      option.value = one.dataset.id;
      select.append(option);
    });
    const near = blocks.next(el, -1) && blocks.next(el, -1).dataset.id ? blocks.next(el, -1) : blocks.next(el, 1);
    if (near && near.dataset.id) select.value = near.dataset.id;
    window.bootstrap.Modal.getOrCreateInstance(dialog).show();
  }
  document.querySelector('[data-hang-to]').addEventListener('focus', function () { document.querySelector('[name=hang][value=move]').checked = true; });
  document.querySelector('[data-hang-do]').addEventListener('click', function () {
    const dialog = document.getElementById('hang'), error = dialog.querySelector('[data-hang-error]');
    const to = dialog.querySelector('[name=hang]:checked').value === 'move' ? Number(dialog.querySelector('[data-hang-to]').value) : 0;
    queue.post(root.dataset.release, { clause: hanging.row.id, version: hanging.row.version, to: to }).then(function (answer) {
      return answer.json().then(function (data) {
        if (answer.ok) { blocks.take(hanging.el); location.reload(); return; }
        error.textContent = data.sentence;
        error.hidden = false;
      });
    }).catch(function () { error.textContent = document.body.dataset.failed; error.hidden = false; });
  });
  root.addEventListener('input', function (event) {
    const el = event.target.closest('[data-block]'), box = el && el.querySelector('.fw-err');
    if (box) box.remove();
  });
  root.addEventListener('fw:plan-answer', function (event) {
    event.detail.conflicts.forEach(clash);
    event.detail.refused.forEach(refuse);
  });
})();
