/* A table of the plan edited in a grid of cells: Tab goes on, Enter goes down, a copied range of
   a sheet fills from the cell on, Escape leaves. */
(function () {
  'use strict';
  const plan = window.fwPlan;
  if (!plan || !plan.root) return;
  const blocks = plan.blocks;
  let here = null, grid = null;

  function cells() { return Array.from(grid.rows).map(function (row) { return Array.from(row.cells).map(function (cell) { return cell.firstElementChild; }); }); }
  function cell(text) {
    const td = plan.node('td'), input = plan.node('textarea');
    input.rows = 1;
    input.value = text;
    input.setAttribute('aria-label', plan.root.dataset.nameCell);
    td.append(input);
    return td;
  }
  function fit() {
    const row = cells();
    row.forEach(function (line) { line.forEach(function (input) { input.style.height = 'auto'; input.style.height = input.scrollHeight + 'px'; }); });
  }
  function draw(lines) {
    const made = plan.node('table');
    made.className = 'grid';
    lines.forEach(function (line) {
      const row = made.insertRow();
      line.forEach(function (text) { row.append(cell(text)); });
    });
    if (grid) grid.replaceWith(made);
    grid = made;
  }
  function read() {
    return cells().map(function (line) { return line.map(function (input) { return input.value.replace(/\|/g, '｜').replace(/\s*\n\s*/g, ' '); }); });
  }
  function write() {
    here.dataset.text = read().map(function (line) { return line.join('|'); }).join('\n');
    plan.queue.note(here);
    fit();
  }
  function at(input) {
    const td = input.closest('td');
    return { row: td.parentNode.rowIndex, column: td.cellIndex };
  }
  function focus(row, column) {
    const line = cells()[row];
    if (line) line[Math.min(column, line.length - 1)].focus();
  }
  function change(lines, row, column) { draw(lines); write(); focus(Math.min(row, lines.length - 1), column); }

  function open(el) {
    if (here === el) return;
    close();
    here = el;
    el.classList.add('on');
    blocks.tx(el).textContent = '';
    grid = null;
    draw(plan.rows(blocks.text(el)));
    const box = plan.node('div');
    box.className = 'grid-box';
    box.append(grid, plan.template('grid'));
    el.querySelector('.bk-p').append(box);
    fit();
    focus(0, 0);
  }
  function close() {
    if (!here) return;
    const el = here;
    here = null;
    el.classList.remove('on');
    el.querySelector('.grid-box').remove();
    if (!blocks.text(el).replace(/[|\s]/g, '')) { plan.editor.remove(el); return; }
    blocks.set(el, {});
  }
  plan.root.addEventListener('input', function (event) { if (here && event.target.closest('.grid')) write(); });
  plan.root.addEventListener('focusout', function (event) {
    if (here && event.target.closest('.grid-box') && !here.contains(event.relatedTarget) && event.relatedTarget) close();
  });
  plan.root.addEventListener('keydown', function (event) {
    if (!here || !event.target.closest('.grid') || event.isComposing) return;
    const place = at(event.target);
    if (event.key === 'Escape') { const el = here; event.preventDefault(); event.stopPropagation(); close(); plan.editor.rest(el); }
    if (event.key === 'Enter') {
      event.preventDefault();
      if (place.row === grid.rows.length - 1) change(read().concat([read()[0].map(function () { return ''; })]), place.row + 1, place.column);
      else focus(place.row + 1, place.column);
    }
  });
  plan.root.addEventListener('paste', function (event) {
    const text = here && event.target.closest('.grid') && event.clipboardData.getData('text/plain').replace(/\r/g, '').replace(/\n$/, '');
    if (!text || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const place = at(event.target), lines = read();
    text.split('\n').forEach(function (line, down) {
      line.split('\t').forEach(function (value, right) {
        const row = place.row + down, column = place.column + right;
        while (lines.length <= row) lines.push([]);
        while (lines[row].length <= column) lines[row].push('');
        lines[row][column] = value.trim();
      });
    });
    change(plan.rows(lines.map(function (line) { return line.join('|'); }).join('\n')), place.row, place.column);
  });
  plan.root.addEventListener('click', function (event) {
    const button = event.target.closest('[data-grid]'), lines = here && button ? read() : null;
    if (!lines) return;
    if (button.dataset.grid === 'row') lines.push(lines[0].map(function () { return ''; }));
    if (button.dataset.grid === 'column') lines.forEach(function (line) { line.push(''); });
    if (button.dataset.grid === 'less-row' && lines.length > 1) lines.pop();
    if (button.dataset.grid === 'less-column' && lines[0].length > 1) lines.forEach(function (line) { line.pop(); });
    change(lines, lines.length - 1, lines[0].length - 1);
  });
  plan.table = { open: open, close: close };
})();
