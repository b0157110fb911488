/* Reviewing: marks on fields, photos large, only what changed, and the keys' good manners
   (R without a reason leads to the reason, A without the tick leads to the tick). */
(function () {
  'use strict';

  function marks(root) {
    var list = root.querySelector('[data-marked]'), form = document.getElementById('return-form');
    if (!list || !form) return;
    function chosen() { return Array.prototype.slice.call(root.querySelectorAll('[data-mark]:checked')); }
    function reasonOf(box) { return document.getElementsByName('m.' + box.value)[0]; }
    /* at a desk the reasons stand together beside the figures; on a phone under each field */
    function draw(fresh) {
      var wide = window.matchMedia('(min-width: 1101px)').matches;
      root.querySelectorAll('[data-mark]').forEach(function (box) {
        var why = reasonOf(box), item = why.closest('[data-marked] li');
        if (item && !(wide && box.checked)) { box.parentNode.appendChild(why); item.remove(); }
        if (!item && wide && box.checked) {
          item = document.createElement('li');
          item.appendChild(document.createElement('span')).textContent = box.dataset.label;
          item.appendChild(why);
          list.appendChild(item);
        }
      });
      list.hidden = !list.children.length;
      if (fresh && fresh.checked) reasonOf(fresh).focus();
    }
    root.addEventListener('change', function (event) {
      if (event.target.matches('[data-mark]')) draw(event.target);
    });
    form.addEventListener('submit', function (event) {
      var reason = form.elements.reason;
      if (!reason.value.trim()) {
        reason.value = chosen().map(function (box) {
          var why = reasonOf(box).value.trim();
          return why && box.dataset.label + '：' + why;
        }).filter(Boolean).join('；').slice(0, 500);
      }
      if (reason.value.trim()) return;
      event.preventDefault();
      event.stopPropagation();
      reason.focus();
    }, true);
    draw();
  }

  /* a locked period has no form to return: approving still asks for the tick */
  function tick(root) {
    var seen = root.querySelector('[data-seen]'), approve = document.getElementById('approve-form');
    if (seen && approve) approve.addEventListener('submit', function (event) {
      if (seen.checked) return;
      event.preventDefault();
      event.stopPropagation();
      seen.focus();
    }, true);
  }

  function changedOnly(root) {
    var box = root.querySelector('[data-only-changed]');
    if (box) box.addEventListener('change', function () {
      root.querySelectorAll('[data-same]').forEach(function (row) { row.hidden = box.checked; });
    });
  }

  function photos() {
    var links = Array.prototype.slice.call(document.querySelectorAll('[data-photo-show] a'));
    var big = document.querySelector('[data-photo-dialog]'), at = 0;
    if (!links.length || !big || !big.showModal) return;
    function show(n) {
      at = (n + links.length) % links.length;
      big.querySelector('img').src = links[at].href;
      big.querySelector('img').alt = links[at].querySelector('img').alt;
    }
    links.forEach(function (link, n) {
      link.addEventListener('click', function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        show(n);
        big.showModal();
      });
    });
    big.querySelector('[data-photo-next]').hidden = links.length < 2;
    big.addEventListener('click', function (event) {
      if (event.target.closest('[data-photo-next]')) show(at + 1);
      else if (event.target === big || event.target.closest('[data-photo-close]')) big.close();
    });
    big.addEventListener('keydown', function (event) {
      var by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by) show(at + by);
    });
  }

  document.addEventListener('DOMContentLoaded', function () {
    var root = document.querySelector('[data-review]');
    photos();
    if (!root) return;
    marks(root);
    tick(root);
    changedOnly(root);
    var head = root.querySelector('[data-review-head]');
    if (head && /\/reports\/(review|\d+)\//.test(document.referrer)) head.focus({ preventScroll: true });
    var here = root.querySelector('.qq [aria-current]');
    if (here) here.scrollIntoView({ block: 'nearest' });
  });
})();
