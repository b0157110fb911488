/* [data-wall="id"]: a wall chart from the JSON in that script element. Only the rows in sight are
   drawn; towns open and close; arrow keys walk from cell to cell, Enter opens the one they are at.
   On a phone the server's pages of blocks stay. */
(function () {
  'use strict';
  var ROW = 30, SPARE = 8, SVG = 'http://www.w3.org/2000/svg';
  var LAMPS = { g: 'lamp-g', y: 'lamp-y', r: 'lamp-r', n: 'lamp-n' };
  var wall, data, body, lines = [], open = {}, first = -1, last = -1, at = { row: null, col: 0 };

  function el(tag, css, text) {
    var made = document.createElement(tag);
    if (css) made.className = css;
    if (text !== undefined) made.textContent = text;
    return made;
  }
  function drawn(href) {
    var svg = document.createElementNS(SVG, 'svg'), use = document.createElementNS(SVG, 'use');
    svg.setAttribute('class', 'ic');
    svg.setAttribute('aria-hidden', 'true');
    use.setAttribute('href', href);
    svg.appendChild(use);
    return svg;
  }
  function filled(sentence, words) {
    return sentence.replace(/%\((\w+)\)[sd]/g, function (_all, name) { return words[name]; });
  }
  function cell(row, col) {
    var letter = row[6][col], td = el('td');
    if (letter === '.') return td;
    var look = data.words[letter.toLowerCase()], near = letter !== letter.toLowerCase(), note = row[7][col];
    var button = el('button', 'hc hc-' + look[0] + (near ? ' ' + wall.dataset.mark : '') + (row[11].indexOf(col) < 0 ? '' : ' faint'));
    var spoken = filled(wall.dataset.spoken, { unit: row[1], n: data.tasks[col][1], title: data.tasks[col][2], word: look[1] });
    if (note) spoken += ', ' + note;
    if (near) spoken += ', ' + wall.dataset.near;
    button.type = 'submit';
    button.name = 'c';
    button.value = row[0] + '.' + data.tasks[col][0];
    button.tabIndex = at.row === row[0] && at.col === col ? 0 : -1;
    button.title = spoken;
    button.setAttribute('aria-label', spoken);
    if (!note || 'icons' in wall.dataset) button.appendChild(drawn('#w-' + letter.toLowerCase()));
    if (note) button.appendChild(document.createTextNode(note));
    td.appendChild(button);
    return td;
  }
  function nameOf(row) {
    var th = el('th', 'u'), box = el('div'), link = el('a', '', ''), toggle;
    th.scope = 'row';
    if (row[9]) {
      toggle = el('button');
      toggle.type = 'button';
      toggle.dataset.wallOpen = row[0];
      toggle.setAttribute('aria-expanded', String(!!open[row[0]]));
      toggle.setAttribute('aria-label', row[1] + ': ' + filled(wall.dataset.below, { n: row[9] }));
      toggle.appendChild(drawn('#w-open'));
      box.appendChild(toggle);
    }
    link.href = wall.dataset.unitUrl.replace('unit=0', 'unit=' + Math.abs(row[0]));
    if (row[5]) link.appendChild(el('span', 'lamp ' + LAMPS[row[3]]));
    link.appendChild(document.createTextNode(row[1]));
    box.appendChild(link);
    if (row[9] && !open[row[0]]) {
      box.appendChild(el('small', row[10] ? 'bad' : '', '+' + row[9]));
      box.lastChild.title = filled(wall.dataset.below, { n: row[9] }) + (row[10] ? ', ' + filled(wall.dataset.overdue, { n: row[10] }) : '');
    }
    th.appendChild(box);
    return th;
  }
  function line(entry, number) {
    var tr = el('tr'), col, th;
    tr.setAttribute('aria-rowindex', number + 2);
    if (entry.group) {
      tr.className = 'gh';
      th = el('th');
      th.appendChild(el('span', '', entry.group));
      th.colSpan = data.tasks.length + 2;
      th.scope = 'rowgroup';
      tr.appendChild(th);
      return tr;
    }
    tr.className = 'l' + Math.min(entry.row[2], 2);
    tr.dataset.unit = entry.row[0];
    tr.appendChild(nameOf(entry.row));
    for (col = 0; col < data.tasks.length; col += 1) tr.appendChild(cell(entry.row, col));
    tr.appendChild(el('td', entry.row[3] === 'r' ? 's bad' : 's', entry.row[4]));
    return tr;
  }
  function gap(height) {
    var tr = el('tr', 'wall-gap'), td = el('td');
    td.colSpan = data.tasks.length + 2;
    td.style.height = height + 'px';
    tr.setAttribute('aria-hidden', 'true');
    tr.appendChild(td);
    return tr;
  }
  function plan() {
    var group = '', shown = true;
    lines = [];
    data.rows.forEach(function (row) {
      if (row[2] === 0) {
        if (row[8] !== group) lines.push({ group: row[8] });
        group = row[8];
        shown = !row[9] || !!open[row[0]];
        lines.push({ row: row });
      } else if (shown) lines.push({ row: row });
    });
    wall.querySelector('table').setAttribute('aria-rowcount', lines.length + 1);
  }
  function draw(force) {
    var from = Math.max(Math.floor(wall.scrollTop / ROW) - SPARE, 0);
    var to = Math.min(Math.ceil((wall.scrollTop + wall.clientHeight) / ROW) + SPARE, lines.length);
    var held = document.activeElement && body.contains(document.activeElement) ? document.activeElement.value : '';
    if (!force && Math.abs(from - first) < SPARE / 2 && Math.abs(to - last) < SPARE / 2) return;
    first = from;
    last = to;
    var made = document.createDocumentFragment();
    if (from) made.appendChild(gap(from * ROW));
    lines.slice(from, to).forEach(function (entry, number) { made.appendChild(line(entry, from + number)); });
    if (to < lines.length) made.appendChild(gap((lines.length - to) * ROW));
    body.textContent = '';
    body.appendChild(made);
    if (!body.querySelector('.hc[tabindex="0"]') && body.querySelector('.hc')) body.querySelector('.hc').tabIndex = 0;
    if (held) focusOn(held);
  }
  function focusOn(value) {
    var found = body.querySelector('.hc[value="' + value + '"]');
    if (found) found.focus({ preventScroll: true });
    return found;
  }
  function step(button, rows, cols) {
    var unit = Number(button.value.split('.')[0]), task = Number(button.value.split('.')[1]);
    var col = data.tasks.findIndex(function (one) { return one[0] === task; });
    var place = lines.findIndex(function (entry) { return entry.row && entry.row[0] === unit; });
    do {
      place += rows;
      col += cols;
      var entry = lines[place];
      if (!entry || col < 0 || col >= data.tasks.length) return;
    } while (!entry.row || entry.row[6][col] === '.');
    at = { row: entry.row[0], col: col };
    var top = place * ROW, head = wall.querySelector('thead').offsetHeight;
    if (top < wall.scrollTop) wall.scrollTop = top;
    if (top + ROW + head > wall.scrollTop + wall.clientHeight) wall.scrollTop = top + ROW + head - wall.clientHeight + 12;
    draw(true);
    var found = focusOn(entry.row[0] + '.' + data.tasks[col][0]);
    if (found) found.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  function start() {
    wall = document.querySelector('[data-wall]');
    var source = wall && document.getElementById(wall.dataset.wall);
    if (!source || window.matchMedia('(max-width: 760px)').matches) return;
    data = JSON.parse(source.textContent);
    body = wall.querySelector('tbody');
    data.rows.forEach(function (row) { if (row[9] && !data.folded) open[row[0]] = true; });
    document.querySelector('[data-wall-pager]').hidden = true;
    var all = document.querySelector('[data-wall-all]');
    all.hidden = !data.folded;
    all.addEventListener('click', function () {
      data.rows.forEach(function (row) { if (row[9]) open[row[0]] = true; });
      all.hidden = true;
      plan();
      draw(true);
    });
    plan();
    draw(true);
    if ('end' in wall.dataset) wall.scrollLeft = wall.scrollWidth;
    wall.addEventListener('scroll', function () { window.requestAnimationFrame(function () { draw(false); }); }, { passive: true });
    window.addEventListener('resize', function () { draw(true); });
    window.addEventListener('beforeprint', function () { print(); });
    window.addEventListener('afterprint', function () { draw(true); });
    wall.addEventListener('click', function (event) {
      var toggle = event.target.closest('[data-wall-open]');
      if (!toggle) return;
      var key = toggle.dataset.wallOpen;
      open[key] = !open[key];
      plan();
      draw(true);
      body.querySelector('[data-wall-open="' + key + '"]').focus();
    });
    wall.addEventListener('keydown', function (event) {
      var move = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key];
      if (!move || !event.target.classList.contains('hc')) return;
      event.preventDefault();
      step(event.target, move[0], move[1]);
    });
  }
  function print() {
    body.textContent = '';
    lines.forEach(function (entry, number) { body.appendChild(line(entry, number)); });
  }
  document.addEventListener('DOMContentLoaded', start);
})();
