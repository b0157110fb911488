/* The outline follows the text while it is written; sections are dragged by their grip or moved
   with its arrow keys; a task's card and its sentence lead to each other. */
(function () {
  'use strict';
  const plan = window.fwPlan, root = plan && plan.root;
  if (!root) return;
  const blocks = plan.blocks, outline = root.querySelector('[data-outline]');
  const placing = root.querySelector('[data-place-form]'), forms = document.querySelector('[data-section-forms]');
  const todo = new Set();
  let timer = 0, drag = null;

  function row(id) { return outline.querySelector('[data-row="' + id + '"]'); }
  function rows() { return Array.from(outline.querySelectorAll('[data-row]')); }
  function address(id, act) { return root.dataset.sections.replace('/0/', '/' + id + '/').replace('split', act); }

  function follow(sec) {
    const line = row(sec.dataset.section), below = line && line.querySelector('[data-below]');
    if (!below) return;
    const heading = sec.querySelector('[data-heading]');
    line.querySelector('[data-heading-of]').textContent = blocks.text(heading);
    below.textContent = '';
    blocks.list(sec).forEach(function (el) {
      if (el.dataset.level !== '1') return;
      const item = plan.node('li'), link = plan.node('a'), words = plan.node('span', el.querySelector('.lb').textContent + blocks.text(el).replace(/\*\*/g, '').slice(0, 40));
      words.className = 'ell';
      link.className = 'l2';
      link.href = '#' + el.id;
      link.dataset.toBlock = el.dataset.block;
      link.append(words);
      item.append(link);
      below.append(item);
    });
  }
  function later(sec) {
    todo.add(sec);
    clearTimeout(timer);
    timer = setTimeout(function () { todo.forEach(follow); todo.clear(); }, 300);
  }
  document.addEventListener('fw:plan-section', function (event) { later(event.detail); });
  root.addEventListener('input', function (event) { const sec = event.target.closest('[data-section]'); if (sec) later(sec); });

  /* ---- where the reader is ---- */
  function mark(id) {
    outline.querySelectorAll('[aria-current]').forEach(function (one) { one.removeAttribute('aria-current'); });
    const link = outline.querySelector('[data-to-section="' + id + '"]');
    if (link) link.setAttribute('aria-current', 'location');
  }
  const seen = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) { if (entry.isIntersecting) mark(entry.target.dataset.section); });
  }, { rootMargin: '-120px 0px -70% 0px' });
  root.querySelectorAll('[data-section]').forEach(function (sec) { seen.observe(sec); });

  /* ---- card and sentence ---- */
  function light(key) {
    root.querySelectorAll('.tk.on').forEach(function (card) { card.classList.remove('on'); });
    root.querySelectorAll('[data-source="' + key + '"]').forEach(function (card, n) {
      card.classList.add('on');
      if (!n) card.scrollIntoView({ block: 'nearest' });
    });
  }
  function visit(key) {
    const el = blocks.of(key);
    if (!el) return;
    el.scrollIntoView({ block: 'center' });
    if (plan.editor) plan.editor.rest(el);
    light(key);
  }
  document.addEventListener('click', function (event) {
    const to = event.target.closest('[data-to-block]'), chip = event.target.closest('[data-card]'), tab = event.target.closest('[data-open-tab]');
    if (to) { event.preventDefault(); visit(to.dataset.toBlock); }
    if (chip && !event.ctrlKey && !event.metaKey) { event.preventDefault(); document.getElementById('tab-tasks').click(); light(chip.closest('[data-block]').dataset.block); }
    if (tab) document.getElementById('tab-' + tab.dataset.openTab).click();
  });
  root.addEventListener('fw:plan-open', function (event) {
    mark(blocks.sectionOf(event.detail).dataset.section);
    if (event.detail.dataset.block) light(event.detail.dataset.block);
  });
  root.addEventListener('change', function (event) {
    if (!event.target.matches('[data-only-loose]')) return;
    root.querySelectorAll('[data-task-card]').forEach(function (card) { card.hidden = event.target.checked && !card.classList.contains('bad'); });
  });

  /* ---- forms of the outline wait until the text is saved ---- */
  function send(form) {
    if (plan.editor) plan.editor.close();
    plan.queue.flush().then(function () { form.submit(); });
  }
  document.addEventListener('submit', function (event) {
    if (!event.target.matches('[data-outline-form]')) return;
    event.preventDefault();
    const button = event.submitter || document.activeElement;
    if (button && button.name) {
      const hidden = plan.node('input');
      hidden.type = 'hidden';
      hidden.name = button.name;
      hidden.value = button.value;
      event.target.append(hidden);
    }
    send(event.target);
  });
  document.addEventListener('click', function (event) {
    const link = event.target.closest('a[data-after-save]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !plan.editor) return;
    event.preventDefault();
    plan.editor.close();
    plan.queue.flush().then(function () { location.assign(link.href); });
  });
  document.addEventListener('click', function (event) {
    const opener = event.target.closest('[data-section-menu]');
    if (!opener) return;
    const id = opener.dataset.sectionMenu, sec = blocks.section(id), place = rows().indexOf(row(id));
    forms.querySelector('[name=heading]').value = blocks.text(sec.querySelector('[data-heading]'));
    forms.querySelector('[name=kind]').value = sec.dataset.kind;
    forms.querySelectorAll('form').forEach(function (form) { form.action = address(id, form.dataset.act); });
    forms.querySelector('[data-act=edit]').href = address(id, 'edit');
    forms.querySelectorAll('[data-place]').forEach(function (button) {
      button.value = place + Number(button.dataset.place);
      button.disabled = Number(button.value) < 0 || Number(button.value) >= rows().length;
    });
    forms.querySelectorAll('[name=how]').forEach(function (button) { button.disabled = !place; });
    window.bootstrap.Modal.getOrCreateInstance(document.getElementById('section-menu')).show();
  });

  /* ---- dragging ---- */
  function place(id, to) {
    placing.action = address(id, 'place');
    placing.elements.place.value = to;
    send(placing);
  }
  function target(y) {
    const others = rows().filter(function (one) { return one !== drag.row; });
    const at = others.findIndex(function (one) { const box = one.getBoundingClientRect(); return y < box.top + box.height / 2; });
    return at < 0 ? others.length : at;
  }
  outline.addEventListener('pointerdown', function (event) {
    const grip = event.target.closest('[data-grip]');
    if (!grip || event.button) return;
    event.preventDefault();
    grip.focus();
    drag = { row: grip.closest('[data-row]'), from: rows().indexOf(grip.closest('[data-row]')), y: event.clientY, moved: false };
    grip.setPointerCapture(event.pointerId);
  });
  outline.addEventListener('pointermove', function (event) {
    if (!drag) return;
    if (!drag.moved && Math.abs(event.clientY - drag.y) < 4) return;
    drag.moved = true;
    drag.row.classList.add('is-dragged');
    const others = rows().filter(function (one) { return one !== drag.row; }), at = target(event.clientY);
    drag.to = at;
    outline.insertBefore(drag.row, others[at] || null);
  });
  function drop() {
    if (!drag) return;
    const was = drag;
    drag = null;
    was.row.classList.remove('is-dragged');
    if (was.moved && was.to !== was.from) place(was.row.dataset.row, was.to);
  }
  outline.addEventListener('pointerup', drop);
  outline.addEventListener('pointercancel', drop);
  outline.addEventListener('keydown', function (event) {
    const grip = event.target.closest('[data-grip]'), step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!grip || !step) return;
    event.preventDefault();
    const line = grip.closest('[data-row]'), to = rows().indexOf(line) + step;
    if (to >= 0 && to < rows().length) place(line.dataset.row, to);
  });
})();
