/* Writing in the plan: one paragraph at a time is open in a textarea laid over its own words, so
   that input methods, screen readers and undo work as anywhere. Enter splits, Backspace at the
   start joins, Tab and Shift+Tab demote and promote, Escape leaves. */
(function () {
  'use strict';
  const plan = window.fwPlan, root = plan && plan.root;
  if (!root || window.matchMedia('(max-width: 760px)').matches) return;
  const blocks = plan.blocks, queue = plan.queue, area = document.createElement('textarea');
  const undone = [], done = [];
  let here = null, last = null, was = '', fresh = false, shaped = false;
  area.className = 'bk-area';
  area.rows = 1;

  function isHeading(el) { return Boolean(el.dataset.heading); }
  function isTable(el) { return el.dataset.kind === 'table'; }
  function buttons() {
    root.querySelector('[data-do=undo]').disabled = !done.length;
    root.querySelector('[data-do=redo]').disabled = !undone.length;
    const el = here || last, select = root.querySelector('[data-level]');
    select.disabled = !el || isHeading(el) || isTable(el);
    if (el && !isHeading(el)) select.value = el.dataset.kind === 'item' ? 'item' : el.dataset.level;
  }

  /* ---- undo: sections as they were before each change of shape ---- */
  function picture(secs) {
    return secs.map(function (sec) { return { sec: sec, rows: blocks.list(sec).map(blocks.data) }; });
  }
  function remember(el, more) {
    const secs = [blocks.sectionOf(el)].concat(more || []);
    done.push(picture(secs.filter(function (sec, n) { return sec && secs.indexOf(sec) === n; })));
    if (done.length > 100) done.shift();
    undone.length = 0;
    shaped = true;
  }
  function travel(from, to) {
    const shots = from.pop();
    if (!shots) return;
    close();
    to.push(picture(shots.map(function (shot) { return shot.sec; })));
    let first = null;
    shots.forEach(function (shot) {
      const keys = shot.rows.map(function (row) { return row.key; });
      let after = null;
      shot.rows.forEach(function (row) {
        let el = blocks.of(row.key), moved = true;
        if (el) {
          moved = blocks.before(el) !== after || blocks.sectionOf(el) !== shot.sec;
          if (moved) blocks.put(el, shot.sec, after);
        } else el = blocks.put(blocks.make(Object.assign({}, row, { version: queue.back(row.key) })), shot.sec, after);
        const changed = blocks.text(el) !== row.text || Number(el.dataset.level) !== row.level || el.dataset.kind !== row.kind;
        if (changed) blocks.set(el, { text: row.text, level: row.level, kind: row.kind });
        if (changed || moved) { queue.note(el, moved); first = first || el; }
        after = el;
      });
      blocks.list(shot.sec).forEach(function (el) { if (keys.indexOf(el.dataset.block) < 0) { queue.gone(el); blocks.take(el); } });
    });
    if (first) open(first, blocks.text(first).length);
    shaped = true;
    buttons();
  }

  /* ---- opening and leaving ---- */
  function indent(el) {
    const p = el.querySelector('.bk-p'), box = p.getBoundingClientRect();
    const first = blocks.tx(el).getClientRects()[0];
    area.style.textIndent = first ? Math.max(0, first.left - box.left - parseFloat(getComputedStyle(p).paddingLeft)) + 'px' : '0';
  }
  function open(el, caret) {
    if (isTable(el)) { close(); last = el; buttons(); return plan.table.open(el); }
    if (here !== el) {
      close();
      if (!el.isConnected) return;
      if (plan.table) plan.table.close();
      here = last = el;
      fresh = true;
      was = blocks.text(el);
      blocks.tx(el).textContent = was;
      el.classList.add('on');
      area.value = was;
      area.setAttribute('aria-label', (isHeading(el) ? root.dataset.nameHeading : root.dataset.nameBlock) + ' ' + el.querySelector('.lb').textContent);
      el.querySelector('.bk-p').append(area);
      indent(el);
    }
    area.focus();
    const at = caret === undefined ? area.value.length : Math.min(caret, area.value.length);
    area.setSelectionRange(at, at);
    root.dispatchEvent(new CustomEvent('fw:plan-open', { detail: el }));
    buttons();
  }
  function close() {
    if (!here) return;
    const el = here;
    here = null;
    el.classList.remove('on');
    area.remove();
    const text = blocks.text(el).trim();
    if (isHeading(el)) {
      const rest = text.replace(/^[一二三四五六七八九十百]{1,4}、\s*/, '') || was;
      blocks.set(el, { text: rest });
      if (rest !== was) queue.heading(blocks.sectionOf(el), was);
      return;
    }
    if (!text) return remove(el, true);
    const read = el.dataset.kind === 'text' ? plan.read(text) : { text: text };
    if (read.level === 0) { delete read.level; delete read.kind; }
    blocks.set(el, read);
    if (blocks.text(el) !== was || read.level !== undefined) { if (blocks.text(el) !== area.value || read.level !== undefined) queue.note(el); }
  }
  function rest(el) {
    root.querySelectorAll('[data-block][tabindex="0"]').forEach(function (one) { one.tabIndex = -1; });
    el.tabIndex = 0;
    el.focus();
    last = el;
    buttons();
  }
  function write(text, caret) {
    area.value = text;
    here.dataset.text = text;
    blocks.tx(here).textContent = text;
    if (caret !== undefined) area.setSelectionRange(caret, caret);
    if (isHeading(here)) queue.heading(blocks.sectionOf(here), was);
    else queue.note(here);
  }

  /* ---- changes of shape ---- */
  function add(what, after, sec) {
    const el = blocks.make(Object.assign({ kind: 'text', level: 0, text: '' }, what));
    return blocks.put(el, sec || blocks.sectionOf(after), after && !isHeading(after) ? after : null);
  }
  function remove(el, quiet) {
    if (!quiet) remember(el);
    queue.gone(el);
    if (here === el) { here = null; el.classList.remove('on'); area.remove(); }
    if (last === el) last = null;
    blocks.take(el);
  }
  function split() {
    const text = area.value, from = area.selectionStart, left = text.slice(0, from), right = text.slice(area.selectionEnd);
    if (isHeading(here)) { const sec = blocks.sectionOf(here), first = blocks.list(sec)[0]; close(); return open(first || add({}, null, sec), 0); }
    const el = here, level = Number(el.dataset.level), kind = el.dataset.kind;
    if (!text.trim() && (level || kind === 'item')) return shape(el, '0');
    remember(el);
    if (!left && right) { add({ level: level, kind: kind }, blocks.before(el)|| null, blocks.sectionOf(el)); return open(blocks.before(el)); }
    const plain = level === 1 && !right && !/[。；！？]$/.test(left);
    write(left);
    const made = add({ text: right, level: plain ? 0 : level, kind: kind }, el);
    if (right) queue.note(made, true);
    open(made, 0);
  }
  function join(el, onto) {
    if (!el || !onto || isHeading(onto) || isHeading(el) || isTable(onto) || isTable(el)) return;
    if (blocks.sectionOf(el) !== blocks.sectionOf(onto)) return;
    remember(el);
    const front = blocks.text(onto), back = blocks.text(el);
    if (here === el) { here = null; el.classList.remove('on'); area.remove(); }
    queue.gone(el, back.trim() && front.trim() ? onto.dataset.block : null);
    blocks.take(el);
    if (here === onto) write(front + back, front.length);
    else { blocks.set(onto, { text: front + back }); if (back) queue.note(onto); open(onto, front.length); }
  }
  function shape(el, choice) {
    if (isHeading(el) || isTable(el)) return;
    remember(el);
    blocks.set(el, choice === 'item' ? { kind: 'item', level: 0 } : { kind: 'text', level: Number(choice) });
    if (here === el) indent(el);
    queue.note(el);
    buttons();
  }
  function shift(el, step) {
    const level = Number(el.dataset.level) + step;
    if (level >= 0 && level <= 3) shape(el, String(level));
  }
  function move(el, step) {
    if (isHeading(el)) return;
    const sec = blocks.sectionOf(el), row = blocks.list(sec), at = row.indexOf(el) + step, caret = here === el ? area.selectionStart : null;
    const secs = Array.from(root.querySelectorAll('[data-section]')), other = secs[secs.indexOf(sec) + step];
    const home = row[at] ? sec : other;
    if (!home) return;
    remember(el, [home]);
    const rows = home === sec ? row.filter(function (one) { return one !== el; }) : blocks.list(home);
    const place = home === sec ? at : step < 0 ? rows.length : 0;
    blocks.put(el, home, rows[place - 1] || null);
    blocks.number(sec);
    queue.note(el, true);
    if (caret !== null) { area.focus(); area.setSelectionRange(caret, caret); } else rest(el);
    el.scrollIntoView({ block: 'nearest' });
  }
  function bold() {
    const from = area.selectionStart, to = area.selectionEnd, text = area.value, part = text.slice(from, to);
    const inside = text.slice(from - 2, from) === '**' && text.slice(to, to + 2) === '**';
    if (inside) write(text.slice(0, from - 2) + part + text.slice(to + 2));
    else write(text.slice(0, from) + '**' + part + '**' + text.slice(to));
    area.setSelectionRange(from + (inside ? -2 : 2), to + (inside ? -2 : 2));
  }
  function insert(word) { if (here) write(area.value.slice(0, area.selectionStart) + word + area.value.slice(area.selectionEnd), area.selectionStart + word.length); }
  function paste(text) {
    const parts = plan.readAll(text);
    if (!parts.length || isHeading(here)) return insert(text.replace(/\s+/g, ' '));
    remember(here);
    const left = area.value.slice(0, area.selectionStart), right = area.value.slice(area.selectionEnd);
    let at = here, end = null;
    if (parts[0].kind !== 'table') {
      const first = parts.shift();
      if (!left) blocks.set(here, { level: first.level, kind: first.kind });
      write(left + first.text + (parts.length ? '' : right), (left + first.text).length);
    } else write(left);
    parts.forEach(function (part) { at = end = add(part, at); queue.note(at, true); });
    if (end && right) { end = isTable(end) ? add({ text: right }, end) : end; blocks.set(end, { text: (end === at ? blocks.text(end) : '') + right }); queue.note(end, true); }
    if (end && isTable(end)) { close(); rest(end); } else if (end) open(end, blocks.text(end).length - right.length);
  }

  /* ---- keys ---- */
  function typing(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const key = event.key, command = event.ctrlKey || event.metaKey, at = area.selectionStart, none = at === area.selectionEnd, end = area.value.length;
    const el = here;
    let act = null;
    if (key === 'Enter' && !command && !event.altKey) act = split;
    else if (key === 'Escape') act = function () { close(); if (el.isConnected) rest(el); };
    else if (key === 'Tab' && !command && !isHeading(el)) act = function () { shift(el, event.shiftKey ? -1 : 1); };
    else if (event.altKey && key === 'ArrowUp') act = function () { move(el, -1); };
    else if (event.altKey && key === 'ArrowDown') act = function () { move(el, 1); };
    else if (command && key.toLowerCase() === 'b') act = bold;
    else if (command && key.toLowerCase() === 'z' && shaped) act = function () { if (event.shiftKey) travel(undone, done); else travel(done, undone); };
    else if (command && key.toLowerCase() === 'y' && shaped) act = function () { travel(undone, done); };
    else if (none && key === 'Backspace' && at === 0 && blocks.before(el)) act = function () { join(el, blocks.before(el)); };
    else if (none && key === 'Delete' && at === end && !isHeading(el)) act = function () { join(blocks.next(el, 1), el); };
    else if (none && (key === 'ArrowUp' || key === 'ArrowLeft') && at === 0) act = function () { go(el, -1); };
    else if (none && (key === 'ArrowDown' || key === 'ArrowRight') && at === end) act = function () { go(el, 1); };
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }
  function go(el, step) {
    const to = blocks.next(el, step);
    if (to) open(to, step < 0 ? undefined : 0);
  }
  function resting(event) {
    const el = event.target;
    const act = {
      Enter: function () { open(el); },
      ArrowUp: function () { if (event.altKey) move(el, -1); else if (blocks.next(el, -1)) rest(blocks.next(el, -1)); },
      ArrowDown: function () { if (event.altKey) move(el, 1); else if (blocks.next(el, 1)) rest(blocks.next(el, 1)); },
      Delete: function () { const to = blocks.next(el, 1) || blocks.next(el, -1); if (!isHeading(el)) { remove(el); rest(to); } }
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
  area.addEventListener('keydown', typing);
  area.addEventListener('input', function () {
    if (fresh && !isHeading(here)) { done.push([{ sec: blocks.sectionOf(here), rows: blocks.list(blocks.sectionOf(here)).map(blocks.data) }]); undone.length = 0; buttons(); }
    fresh = shaped = false;
    if (/\n/.test(area.value)) area.value = area.value.replace(/\n/g, ' ');
    write(area.value);
  });
  area.addEventListener('paste', function (event) {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\n\t]/.test(text.trim())) return;
    event.preventDefault();
    paste(text);
  });
  root.addEventListener('keydown', function (event) {
    if (event.target.dataset && (event.target.dataset.block || event.target.dataset.heading)) resting(event);
  });
  document.addEventListener('keydown', function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') { event.preventDefault(); queue.flush(); }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !here && /^(BODY|DIV)$/.test(event.target.tagName)) { event.preventDefault(); travel(done, undone); }
  });
  function pointed(event, el) {
    const range = document.caretRangeFromPoint && document.caretRangeFromPoint(event.clientX, event.clientY), tx = blocks.tx(el);
    if (!range || !tx.contains(range.startContainer)) return undefined;
    const upTo = document.createRange();
    upTo.setStart(tx, 0);
    upTo.setEnd(range.startContainer, range.startOffset);
    const raw = blocks.text(el);
    let left = upTo.toString().length, at = 0;
    while (at < raw.length && (left > 0 || raw.slice(at, at + 2) === '**')) {
      if (raw.slice(at, at + 2) === '**') at += 2;
      else { at += 1; left -= 1; }
    }
    return at;
  }
  root.querySelector('[data-paper]').addEventListener('click', function (event) {
    const el = event.target.closest('[data-block], [data-heading]'), append = event.target.closest('[data-append]');
    if (append) { const sec = blocks.section(append.dataset.append); remember(append); return open(add({}, blocks.list(sec).pop() || null, sec), 0); }
    if (!el || event.target.closest('a, button, input, textarea') || String(window.getSelection()) && !here) return;
    open(el, pointed(event, el));
  });
  document.addEventListener('mousedown', function (event) {
    if (here && !here.contains(event.target) && !event.target.closest('[data-toolbar], .modal, .pe-tasks, .pe-outline')) close();
  });

  /* ---- the toolbar acts on the open paragraph, or on the one left last ---- */
  function leave(url) {
    const el = here || last;
    if (!el || isHeading(el)) return toast(root.dataset.wordFirst);
    close();
    queue.flush().then(function () {
      if (el.dataset.id && queue.isEmpty()) location.assign(url + '?clause=' + el.dataset.id);
      else toast(root.dataset.wordFirst);
    });
  }
  function toast(text) { document.dispatchEvent(new CustomEvent('fw:toast', { detail: { text: text } })); }
  function cut(how) {
    const el = here || last, form = document.querySelector('[data-split-form]');
    if (!el || isHeading(el)) return;
    close();
    queue.flush().then(function () {
      if (!el.dataset.id || !queue.isEmpty()) return toast(root.dataset.wordFirst);
      form.action = root.dataset.sections.replace('/0/', '/' + blocks.sectionOf(el).dataset.section + '/');
      form.elements.clause.value = el.dataset.id;
      form.elements.how.value = how;
      form.submit();
    });
  }
  const acts = {
    undo: function () { travel(done, undone); },
    redo: function () { travel(undone, done); },
    bold: function () { if (here) bold(); },
    table: function (el) {
      const secs = root.querySelectorAll('[data-section]'), sec = el ? blocks.sectionOf(el) : secs[secs.length - 1];
      if (!sec) return;
      remember(el || sec);
      open(add({ kind: 'table', text: '|\n|' }, el && !isHeading(el) ? el : blocks.list(sec).pop() || null, sec));
    },
    task: function () { leave(root.dataset.task); },
    target: function () { leave(root.dataset.target); },
    up: function (el) { if (el) move(el, -1); },
    down: function (el) { if (el) move(el, 1); },
    promote: function () { cut('promote'); },
    split: function () { cut('here'); },
    delete: function (el) { if (el && !isHeading(el)) { const to = blocks.next(el, -1); remove(el); open(to); } }
  };
  const bar = root.querySelector('[data-toolbar]');
  bar.addEventListener('mousedown', function (event) { if (!event.target.closest('select')) event.preventDefault(); });
  bar.addEventListener('click', function (event) {
    const button = event.target.closest('[data-do]'), word = event.target.closest('[data-insert]'), el = here || last;
    if (word) insert(word.dataset.insert);
    if (button) acts[button.dataset.do](el && el.isConnected ? el : null);
  });
  bar.querySelector('[data-level]').addEventListener('change', function (event) {
    const el = here || last;
    if (!el) return;
    shape(el, event.target.value);
    if (here) area.focus();
  });

  plan.editor = {
    open: open, close: close, remove: remove, rest: rest,
    here: function () { return here; },
    take: function (el, text) { /* another's words arrive in the open paragraph, untouched so far */
      const caret = area.selectionStart;
      el.dataset.text = was = text;
      blocks.tx(el).textContent = text;
      area.value = text;
      area.setSelectionRange(caret, caret);
    }
  };
  root.querySelectorAll('[data-block], [data-heading]').forEach(function (el, n) { if (!n) el.tabIndex = 0; });
  buttons();
})();
