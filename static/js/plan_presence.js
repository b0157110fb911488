/* Every ten seconds while the page is seen: who else is in the plan, and what they changed. Their
   words take their place here at once, except in a paragraph that waits to be saved from here. */
(function () {
  'use strict';
  const plan = window.fwPlan, root = plan && plan.root;
  if (!root || !plan.editor) return;
  const blocks = plan.blocks, queue = plan.queue, EVERY = 10000;
  let step = Number(root.dataset.step), timer = 0;

  function where() {
    const el = plan.editor.here();
    return el ? Number(blocks.sectionOf(el).dataset.section) : 0;
  }
  function beat() {
    clearTimeout(timer);
    if (document.hidden) return;
    timer = setTimeout(beat, EVERY);
    queue.keep();
    if (navigator.onLine === false) return;
    queue.post(root.dataset.beat, { step: step, section: where() }).then(function (answer) {
      if (answer.ok) return answer.json().then(heard);
    }).catch(function () { /* the queue says that there is no network */ });
  }
  function heard(data) {
    people(data.people);
    if (data.locked) location.reload();
    if (!data.sections) return;
    const mine = Array.from(root.querySelectorAll('[data-section]')).map(function (sec) { return sec.dataset.section; }).join();
    const theirs = data.sections.map(function (one) { return String(one.id); }).join();
    if (mine !== theirs) return reorder();
    data.blocks.forEach(write);
    data.sections.forEach(function (one) {
      const el = blocks.section(one.id).querySelector('[data-heading]');
      if (!queue.waiting('headings', one.id) && el !== plan.editor.here() && blocks.text(el) !== one.heading) blocks.set(el, { text: one.heading });
      arrange(blocks.section(one.id), one.keys);
    });
    step = data.step;
  }
  function reorder() {
    if (queue.isEmpty() && !plan.editor.here()) location.reload();
    else queue.say('outline');
  }
  function write(row) {
    const el = blocks.of(row.key);
    if (!el) { const sec = blocks.section(row.section); if (sec && !queue.waiting('gone', row.key)) flash(blocks.put(blocks.make(row), sec, blocks.list(sec).pop())); return; }
    if (queue.waiting('blocks', row.key) || Number(el.dataset.version) >= row.version) return;
    if (el === plan.editor.here()) plan.editor.take(el, row.text);
    blocks.set(el, row);
    flash(el);
  }
  /* Paragraphs in the order of the server; what is new here stays behind its neighbour. */
  function arrange(sec, keys) {
    let after = null;
    blocks.list(sec).forEach(function (el) {
      const key = el.dataset.block;
      if (keys.indexOf(key) >= 0 || queue.waiting('blocks', key) || el.dataset.version === '0') return;
      if (el === plan.editor.here()) plan.editor.close();
      if (el.isConnected) blocks.take(el);
    });
    keys.forEach(function (key) {
      const el = blocks.of(key), waits = queue.waiting('blocks', key);
      if (!el || waits && waits.placed) return;
      let prev = blocks.before(el);
      while (prev && keys.indexOf(prev.dataset.block) < 0) prev = blocks.before(prev);
      if (el !== plan.editor.here() && (blocks.sectionOf(el) !== sec || prev !== after)) blocks.put(el, sec, after);
      after = el;
    });
  }
  function flash(el) {
    el.classList.add('is-new');
    setTimeout(function () { el.classList.remove('is-new'); }, 3000);
  }
  function people(list) {
    const box = document.querySelector('[data-people]');
    box.hidden = !list.length;
    box.querySelector('[data-names]').textContent = root.dataset.wordThere.replace('{names}', list.map(function (one) { return one.name; }).join('、'));
    root.querySelectorAll('[data-section]').forEach(function (sec) {
      const names = list.filter(function (one) { return String(one.section) === sec.dataset.section; }).map(function (one) { return one.name; });
      const chip = sec.querySelector('[data-presence]');
      chip.hidden = !names.length;
      chip.lastElementChild.textContent = root.dataset.wordEditing.replace('{name}', names.join('、'));
      sec.classList.toggle('locked', names.length > 0);
    });
  }
  root.addEventListener('fw:plan-answer', function (event) { if (event.detail.step === step + 1) step = event.detail.step; });
  root.addEventListener('fw:plan-open', function () { clearTimeout(timer); timer = setTimeout(beat, 1000); });
  document.addEventListener('visibilitychange', function () { if (!document.hidden) beat(); });
  document.addEventListener('click', function (event) {
    if (event.target.closest('[data-reload]')) queue.flush().then(function () { location.reload(); });
  });
  queue.adopt();
  setInterval(queue.adopt, 30000);
  beat();
})();
