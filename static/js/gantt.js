/* [data-gantt]: the end of a bar is dragged, or walked with the arrow keys, to another day. Units that
   know of the task are owed a reason: a window asks for it. A draft moves at once. */
(function () {
  'use strict';
  var DAY = 86400000, held = null;

  function chart() { return document.querySelector('[data-gantt]'); }
  function shifted(text, days) {
    var day = new Date(text + 'T00:00:00Z');
    return new Date(day.getTime() + days * DAY).toISOString().slice(0, 10);
  }
  function label(text) {
    return new Intl.DateTimeFormat(document.documentElement.lang, { month: 'long', day: 'numeric', weekday: 'short', timeZone: 'UTC' })
      .format(new Date(text + 'T00:00:00Z'));
  }
  function tip(text, x, y) {
    var box = document.querySelector('.gt-tip');
    if (!text) { if (box) box.remove(); return; }
    if (!box) { box = document.createElement('div'); box.className = 'gt-tip'; box.setAttribute('role', 'status'); document.body.appendChild(box); }
    box.textContent = text;
    box.style.left = x + 12 + 'px';
    box.style.top = y - 30 + 'px';
  }
  function hold(grip) {
    var row = grip.parentNode, span = row.querySelector('.f-span');
    return {
      grip: grip, span: span, days: 0, x: grip.getAttribute('x'), width: span.getAttribute('width'),
      step: row.getBoundingClientRect().width / Number(chart().dataset.days)
    };
  }
  function show() {
    var place = held.grip.getBoundingClientRect(), days = Number(chart().dataset.days);
    var moved = held.days * 100 / days, due = shifted(held.grip.dataset.due, held.days);
    held.grip.setAttribute('x', parseFloat(held.x) + moved + '%');
    held.span.setAttribute('width', Math.max(parseFloat(held.width) + moved, 0.4) + '%');
    held.grip.setAttribute('aria-valuetext', label(due));
    tip(label(due), place.left, place.top);
  }
  function back(one) {
    one.grip.setAttribute('x', one.x);
    one.span.setAttribute('width', one.width);
    one.grip.classList.remove('is-on');
    one.grip.setAttribute('aria-valuetext', label(one.grip.dataset.due));
    tip('');
  }
  function open() {
    var window_ = document.getElementById('move-due');
    window.bootstrap.Modal.getOrCreateInstance(window_).show();
  }
  function ask(one) {
    var grip = one.grip, due = shifted(grip.dataset.due, one.days), next = chart().dataset.next;
    var place = { target: '#move-due-body' };
    if (grip.dataset.state === 'draft') {
      place.values = { due_on: due, due_time: grip.dataset.time, version: grip.dataset.version, next: next };
      window.htmx.ajax('POST', grip.dataset.grip, place);
    } else {
      window.htmx.ajax('GET', grip.dataset.grip + '?' + new URLSearchParams({ due_on: due, next: next }), place);
    }
  }
  function drop() {
    var one = held;
    held = null;
    tip('');
    one.grip.classList.remove('is-on');
    if (!one.days) { back(one); return; }
    document.getElementById('move-due').addEventListener('hidden.bs.modal', function () { back(one); one.grip.focus(); }, { once: true });
    ask(one);
  }

  document.addEventListener('pointerdown', function (event) {
    var grip = event.target.closest && event.target.closest('[data-grip]');
    if (!grip || event.button) return;
    event.preventDefault();
    if (held) back(held);
    held = hold(grip);
    held.from = event.clientX;
    grip.classList.add('is-on');
    grip.setPointerCapture(event.pointerId);
  });
  document.addEventListener('pointermove', function (event) {
    if (!held || held.from === undefined) return;
    held.days = Math.round((event.clientX - held.from) / held.step);
    show();
  });
  document.addEventListener('pointerup', function () { if (held && held.from !== undefined) drop(); });
  document.addEventListener('pointercancel', function () { if (held) { back(held); held = null; } });
  document.addEventListener('keydown', function (event) {
    var grip = event.target.closest && event.target.closest('[data-grip]');
    var step = { ArrowLeft: -1, ArrowRight: 1, PageDown: 7, PageUp: -7 }[event.key];
    if (!grip) return;
    if (step) {
      event.preventDefault();
      if (!held || held.grip !== grip) { if (held) back(held); held = hold(grip); grip.classList.add('is-on'); }
      held.days += step;
      show();
    } else if (held && event.key === 'Enter') { event.preventDefault(); drop(); }
    else if (held && event.key === 'Escape') { back(held); held = null; }
  });
  document.addEventListener('focusout', function (event) {
    if (held && held.from === undefined && event.target === held.grip) { back(held); held = null; }
  });
  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('[data-move-due]');
    var today = event.target.closest && event.target.closest('[data-gantt-today]');
    if (today) toToday('smooth');
    if (!link || !document.getElementById('move-due')) return;
    event.preventDefault();
    window.htmx.ajax('GET', link.getAttribute('href'), { target: '#move-due-body' });
  });
  document.addEventListener('htmx:afterSwap', function (event) {
    if (event.detail.target.id === 'move-due-body') open();
  });

  function toToday(how) {
    var scroller = document.querySelector('.tm'), now = document.querySelector('[data-today]');
    if (!scroller || !now) return;
    var x = now.getBoundingClientRect().left - scroller.getBoundingClientRect().left + scroller.scrollLeft;
    scroller.scrollTo({ left: x - scroller.clientWidth / 3, behavior: how });
  }
  document.addEventListener('DOMContentLoaded', function () {
    var button = document.querySelector('[data-gantt-today]');
    if (button) button.hidden = false;
    toToday('auto');
  });
})();
