/* How a paragraph of the plan is read and drawn while somebody types: the twin of
   campaigns/prose.py (bold, cited attachments, tables) and campaigns/clauses.py (numbers). */
(function () {
  'use strict';
  const MARKS = [
    [1, /^[（(][一二三四五六七八九十百]{1,4}[)）]\s*/],
    [2, /^\d{1,3}(?:[.．](?!\d)|、)\s*/],
    [3, /^[（(]\d{1,3}[)）]\s*/]
  ];
  const BULLET = /^[•·●]\s*|^[-*]\s+/, FIGURES = '〇一二三四五六七八九';

  function chinese(n) {
    if (n < 1 || n > 99) return String(n);
    const tens = Math.floor(n / 10), ones = n % 10;
    return (tens ? (tens === 1 ? '' : FIGURES[tens]) + '十' : '') + (ones ? FIGURES[ones] : '');
  }
  function labels(levels) {
    const counts = [0, 0, 0, 0];
    return levels.map(function (level) {
      if (!level) return '';
      counts[level] += 1;
      counts.fill(0, level + 1);
      const n = counts[level];
      return level === 1 ? '（' + chinese(n) + '）' : level === 2 ? n + '. ' : '（' + n + '）';
    });
  }
  /* A line as a paragraph: the number that was typed or pasted becomes its level. */
  function read(line) {
    const bullet = line.replace(BULLET, '');
    if (bullet && bullet !== line) return { kind: 'item', level: 0, text: bullet };
    for (const mark of MARKS) {
      const rest = line.replace(mark[1], '');
      if (rest && rest !== line) return { kind: 'text', level: mark[0], text: rest };
    }
    return { kind: 'text', level: 0, text: line };
  }
  /* Pasted text: rows with tabs that follow each other are one table. */
  function readAll(text) {
    const found = [];
    let table = null;
    text.replace(/\r/g, '').split('\n').forEach(function (raw) {
      const line = raw.replace(/\u3000/g, ' ');
      if (/\t/.test(line.trim())) {
        const row = line.split('\t').map(function (cell) { return cell.trim().replace(/\|/g, '｜'); }).join('|');
        if (table) table.text += '\n' + row;
        else found.push(table = { kind: 'table', level: 0, text: row });
        return;
      }
      table = null;
      if (line.trim()) found.push(read(line.trim()));
    });
    return found;
  }
  function rows(text) {
    const lines = text.split('\n').map(function (line) { return line.split('|').map(function (cell) { return cell.trim(); }); });
    const width = Math.max.apply(null, lines.map(function (line) { return line.length; }));
    lines.forEach(function (line) { while (line.length < width) line.push(''); });
    return lines;
  }
  function node(name, text) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    return made;
  }
  function cite(to, text, files) {
    let at = 0;
    text.replace(/附件\s?(\d{1,2})(?!\d)/g, function (all, number, start) {
      to.append(text.slice(at, start));
      const link = files[Number(number)] ? node('a', all) : all;
      if (link.href !== undefined) link.href = files[Number(number)];
      to.append(link);
      at = start + all.length;
    });
    to.append(text.slice(at));
  }
  function words(to, text, files) {
    text.split(/(\*\*[^*\n]+\*\*)/).forEach(function (part) {
      if (!/^\*\*[^*\n]+\*\*$/.test(part)) return cite(to, part, files);
      const bold = node('b');
      cite(bold, part.slice(2, -2), files);
      to.append(bold);
    });
  }
  function draw(to, kind, text, files) {
    to.textContent = '';
    if (kind !== 'table') return words(to, text, files);
    const table = node('table'), head = node('thead'), body = node('tbody');
    rows(text).forEach(function (line, place) {
      const row = node('tr');
      line.forEach(function (cell) {
        const made = node(place ? 'td' : 'th');
        words(made, cell, files);
        row.append(made);
      });
      (place ? body : head).append(row);
    });
    table.append(head, body);
    to.append(table);
  }
  window.fwPlan = { chinese: chinese, labels: labels, read: read, readAll: readAll, rows: rows, draw: draw, node: node };
})();
