/* The report form's own manners: Enter and paste go down the fields, figures are shown as they
   were understood, rates compute themselves, remarks appear beside their field, parts get marks. */
(function () {
  'use strict';

  function understood(text) {
    var plain = text.normalize('NFKC').replace(/[\s\u200b\ufeff]/g, '');
    if (!/^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(plain)) return null;
    return plain.replace(/,/g, '').replace(/^\+/, '');
  }
  function grouped(plain) {
    var parts = plain.split('.');
    parts[0] = parts[0].replace(/^(-?)0+(?=\d)/, '$1').replace(/\B(?=(\d{3})+$)/g, ',');
    return parts.join('.');
  }

  function start(form) {
    var words = form.dataset;
    var figures = Array.prototype.slice.call(form.querySelectorAll('[data-figure]'));

    function rowOf(input) { return input.closest('[data-field]'); }
    function inputsOf(row) { return Array.prototype.slice.call(row.querySelectorAll('[data-figure]')); }
    function isFilled(row) { return inputsOf(row).every(function (input) { return input.value.trim(); }); }
    function isWrong(input) {
      var plain = understood(input.value);
      return Boolean(input.value.trim()) && (plain === null || plain[0] === '-');
    }
    function say(box, text) {
      if (!box) return;
      box.hidden = !text;
      box.querySelector('span').textContent = text || '';
    }
    function mark(row, problem, warning) {
      say(row.querySelector('[data-problem]'), problem);
      var why = row.querySelector('[data-warning]');
      if (why && warning !== undefined) {
        why.hidden = !warning;
        why.querySelector('.fw-warn span').textContent = warning || '';
      }
      var wrong = inputsOf(row).filter(isWrong);
      inputsOf(row).forEach(function (input) {
        var bad = Boolean(problem) && (!wrong.length || wrong.indexOf(input) >= 0);
        input.classList.toggle('is-invalid', bad);
        input.classList.toggle('is-warn', Boolean(!problem && why && !why.hidden));
        if (bad) input.setAttribute('aria-invalid', 'true'); else input.removeAttribute('aria-invalid');
      });
    }

    /* what can be said without the server; the server's own words follow with autosave */
    function localProblem(row) {
      var kind = row.dataset.kind, found = '';
      var numbers = inputsOf(row).map(function (input) {
        if (!input.value.trim()) return null;
        var plain = understood(input.value);
        if (plain === null) found = found || words.wNumber;
        else if (plain[0] === '-') found = found || words.wNegative;
        else if ((kind === 'whole' || kind === 'rate') && /\.\d*[1-9]/.test(plain)) found = found || words.wWhole;
        return plain === null ? null : Number(plain);
      });
      if (!found && kind === 'rate' && numbers[0] !== null && numbers[1] !== null && numbers[0] > numbers[1]) found = words.wMore;
      return found;
    }
    function rate(row) {
      sum(row);
      var out = row.querySelector('[data-rate]');
      if (!out) return;
      var pair = inputsOf(row).map(function (input) { return Number(understood(input.value) || NaN); });
      out.textContent = pair[1] > 0 && pair[0] <= pair[1] ? '= ' + (pair[0] * 100 / pair[1]).toFixed(1) + '%' : '';
    }

    /* a figure in parts is their sum, as far as it can be read */
    function sum(row) {
      var out = row.querySelector('[data-sum]'), total = 0, digits = 0, any = false;
      if (!out) return;
      inputsOf(row).forEach(function (input) {
        var plain = understood(input.value);
        if (plain === null) return;
        any = true;
        total += Number(plain);
        digits = Math.max(digits, (plain.split('.')[1] || '').length);
      });
      out.textContent = any ? grouped(total.toFixed(digits)) : '';
    }

    function tally() {
      var filled = 0, bad = 0, warn = 0, total = 0;
      document.querySelectorAll('[data-section]').forEach(function (section) {
        var count = { bad: 0, warn: 0, missing: 0 };
        section.querySelectorAll('[data-field]').forEach(function (row) {
          var has = isFilled(row), why = row.querySelector('[data-warning]');
          total += 1;
          filled += has ? 1 : 0;
          if (!row.querySelector('[data-problem]').hidden) count.bad += 1;
          else if (why && !why.hidden && !why.querySelector('input').value.trim()) count.warn += 1;
          else if (!has && 'required' in row.dataset) count.missing += 1;
        });
        section.querySelectorAll('[data-text]').forEach(function (row) {
          var length = Array.from(row.querySelector('textarea').value.trim()).length;
          if (!row.querySelector('[data-problem]').hidden) count.bad += 1;
          else if ('required' in row.dataset && length < Math.max(1, Number(row.dataset.min))) count.missing += 1;
        });
        if (section.matches('[data-photos]')) {
          count.bad += section.querySelectorAll('.fail').length;
          if (!section.querySelector('#e\\.photos').hidden) count.bad += 1;
          if (Number(section.querySelector('[data-photo-count]').textContent) < Number(section.dataset.min)) count.missing += 1;
        }
        if (count.bad) unfold(section);
        bad += count.bad;
        warn += count.warn;
        show(section, count);
      });
      var box = form.querySelector('[data-tally]');
      box.querySelector('[data-filled]').textContent = filled;
      box.querySelector('[data-total]').textContent = total;
      [['[data-bad]', bad], ['[data-warn]', warn]].forEach(function (one) {
        var part = box.querySelector(one[0]);
        part.hidden = !one[1];
        part.querySelector('[data-n]').textContent = one[1];
      });
    }
    function show(section, count) {
      var link = document.querySelector('[data-form-nav] a[href="#' + section.id + '"]');
      if (!link) return;
      var which = count.bad ? 'bad' : count.warn ? 'warn' : count.missing ? '' : 'ok';
      link.querySelectorAll('[data-mark]').forEach(function (one) {
        one.hidden = one.dataset.mark !== which;
        var number = one.querySelector('[data-n]');
        if (number) number.textContent = count[one.dataset.mark] || '';
      });
    }

    function unfold(part) {
      var fold = part.closest('details');
      if (fold) fold.open = true;
    }
    function step(input, by) {
      var next = figures[figures.indexOf(input) + by];
      if (!next) return;
      unfold(next);
      next.focus();
      if (next.select) next.select();
    }
    function put(input, text) {
      input.value = text;
      tidy(input);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }

    form.addEventListener('keydown', function (event) {
      if (!event.target.matches('[data-figure]') || event.isComposing) return;
      var by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by || event.target.tagName === 'SELECT' && event.key !== 'Enter') return;
      event.preventDefault();
      step(event.target, by);
    });
    form.addEventListener('paste', function (event) {
      if (!event.target.matches('[data-figure]')) return;
      var text = (event.clipboardData || window.clipboardData).getData('text');
      var lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
      if (lines.length < 2 && /\t/.test(lines[0])) lines = lines[0].split('\t'); /* a row fills downwards too */
      if (lines.length < 2) return;
      event.preventDefault();
      var from = figures.indexOf(event.target);
      lines.forEach(function (line, n) {
        var input = figures[from + n];
        var cell = line.split('\t')[0].trim();
        if (input && cell) put(input, cell);
      });
      step(event.target, Math.min(lines.length, figures.length - from) - 1);
    });
    function tidy(input) {
      var plain = understood(input.value), row = rowOf(input);
      if (plain !== null) input.value = grouped(plain);
      var why = row.querySelector('[data-warning]');
      mark(row, localProblem(row), inputsOf(row).some(function (one) { return one.value.trim(); }) ? undefined : '');
      if (why && why.hidden) why.querySelector('input').value = why.querySelector('input').value.trim();
      rate(row);
      tally();
    }
    form.addEventListener('change', function (event) {
      if (event.target.matches('[data-figure]')) tidy(event.target);
    }, true);
    form.addEventListener('input', function (event) {
      var row = event.target.closest('[data-field], [data-text]');
      if (!row) return;
      if (row.matches('[data-field]')) rate(row);
      else { say(row.querySelector('[data-problem]'), ''); event.target.classList.remove('is-invalid'); event.target.removeAttribute('aria-invalid'); }
      tally();
    });
    form.addEventListener('fw:changed', function (event) {
      var row = event.target.closest('[data-field]');
      if (row) { mark(row, localProblem(row)); rate(row); }
      tally();
    });
    form.addEventListener('fw:checked', function (event) {
      var checks = event.detail.checks || {};
      form.querySelectorAll('[data-field]').forEach(function (row) {
        var said = checks[row.dataset.field];
        if (!said) return;
        var typing = document.activeElement && row.contains(document.activeElement) && document.activeElement.matches('[data-figure]');
        if (typing && !said.warning) return;
        mark(row, localProblem(row) ? (said.problem || localProblem(row)) : said.problem, said.warning);
      });
      tally();
    });
    document.addEventListener('fw:photos', tally);

    var zero = document.querySelector('[data-zero-typed]');
    if (zero) {
      zero.closest('details').addEventListener('toggle', function () {
        zero.hidden = !figures.some(function (input) { return Number(understood(input.value)); });
      });
    }
    document.addEventListener('click', function (event) { /* a link into the folded part opens it */
      var link = event.target.closest('a[href^="#"]'), goal = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (goal) unfold(goal);
    }, true);
    figures.forEach(function (input) {
      var plain = understood(input.value);
      if (plain !== null) input.value = grouped(plain);
    });
    form.querySelectorAll('.rf-p .pr').forEach(function (said) { /* one place for words: under the figure */
      mark(rowOf(said), said.parentNode.querySelector('label').textContent + ': ' + said.textContent);
      said.parentNode.removeChild(said);
    });
    form.querySelectorAll('[data-field]').forEach(rate);
    tally();
    follow(form);
  }

  /* the part one is in, marked in the navigation */
  function follow() {
    var links = Array.prototype.slice.call(document.querySelectorAll('[data-form-nav] a'));
    if (!links.length || !('IntersectionObserver' in window)) return;
    var watch = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        links.forEach(function (link) {
          if (link.hash === '#' + entry.target.id) link.setAttribute('aria-current', 'location');
          else link.removeAttribute('aria-current');
        });
      });
    }, { rootMargin: '-130px 0px -70% 0px' });
    document.querySelectorAll('[data-section]').forEach(function (section) { watch.observe(section); });
  }

  document.addEventListener('DOMContentLoaded', function () {
    var form = document.querySelector('[data-report-form]');
    if (form) start(form);
  });
})();
