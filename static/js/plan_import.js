/* Looking over an imported plan: a piece and its place in the original mark each other.
   j and k go on and back, Enter confirms, e edits, x leaves out, n is the next open one, u undoes. */
(function () {
  'use strict';
  var now = null, pane = '';
  function root() { return document.querySelector('[data-import]'); }
  function all(selector) { return Array.prototype.slice.call(root().querySelectorAll(selector)); }
  function isPhone() { return window.matchMedia('(max-width: 760px)').matches; }

  function show(id) {
    var tab = isPhone() && document.querySelector('[aria-controls=' + id + ']');
    if (tab) tab.click();
    pane = id;
  }
  function centre(one) {
    var box = one.closest('.im > section');
    if (isPhone() || !box) return one.scrollIntoView({ block: 'center' });
    box.scrollTop += one.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  }
  function place(card, moves) {
    if (!card) return;
    all('.cur').forEach(function (one) { one.classList.remove('cur'); one.removeAttribute('aria-current'); });
    all('[data-key=e], [data-key=x]').forEach(function (one) { one.removeAttribute('data-key'); });
    now = card.dataset.piece;
    card.classList.add('cur');
    card.setAttribute('aria-current', 'true');
    ['e', 'x'].forEach(function (key) {
      var button = card.querySelector('[data-act=' + key + ']');
      if (button) button.setAttribute('data-key', key);
    });
    var block = card.closest('details.blk');
    if (block && moves) block.open = true;
    var marks = all('[data-p~="' + now + '"]');
    marks.forEach(function (one) { one.classList.add('cur'); });
    if (moves) { centre(card); card.focus({ preventScroll: true }); }
    if (marks[0] && !isPhone()) centre(marks[0]);
  }
  function cardOf(id) { return id && document.getElementById('piece-' + id); }
  function step(by, selector) {
    var cards = all(selector), at = cards.indexOf(cardOf(now));
    if (at < 0) {
      var order = all('[data-piece]'), from = order.indexOf(cardOf(now));
      at = cards.findIndex(function (card) { return order.indexOf(card) > from; }) - (by > 0 ? 1 : 0);
    }
    place(cards[Math.max(0, Math.min(cards.length - 1, at + by))], true);
  }
  function begin() {
    if (!root()) return;
    if (isPhone()) show(pane || 'im-draft');
    place(cardOf(location.hash.slice(7)) && !now ? cardOf(location.hash.slice(7)) : cardOf(root().dataset.current) || cardOf(now), !!now || !!location.hash);
  }
  document.addEventListener('click', function (event) {
    var mark = event.target.closest('[data-p]'), card = event.target.closest('[data-piece]');
    if (event.target.closest('[data-next]')) return step(1, '[data-open]');
    if (mark) {
      event.preventDefault();
      show('im-draft');
      return place(cardOf(mark.dataset.p.split(' ')[0]), true);
    }
    if (card && card.dataset.piece !== now) place(card, false);
  });
  document.addEventListener('focusin', function (event) {
    var card = event.target.closest && event.target.closest('[data-piece]');
    if (card && card.dataset.piece !== now) place(card, false);
  });
  document.addEventListener('keydown', function (event) {
    var here = document.activeElement;
    if (!root() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (here && /^(INPUT|TEXTAREA|SELECT|BUTTON|A|SUMMARY)$/.test(here.tagName)) return;
    var card = cardOf(now);
    if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1, '[data-piece]');
    else if (event.key === 'Enter' && card && card.querySelector('[data-act=confirm]')) card.querySelector('[data-act=confirm]').click();
    else return;
    event.preventDefault();
  });
  document.addEventListener('htmx:afterSettle', function (event) { if (event.detail.target.id === 'im') begin(); });
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
})();
