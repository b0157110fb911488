/* <div role="tablist"><button role="tab" aria-controls="id" aria-selected>: panels in one page. */
(function () {
  'use strict';
  function tabsOf(list) { return Array.prototype.slice.call(list.querySelectorAll('[role=tab]')); }

  function choose(tab) {
    tabsOf(tab.closest('[role=tablist]')).forEach(function (other) {
      var on = other === tab;
      var panel = document.getElementById(other.getAttribute('aria-controls'));
      other.setAttribute('aria-selected', String(on));
      other.tabIndex = on ? 0 : -1;
      if (panel) panel.hidden = !on;
    });
    document.dispatchEvent(new CustomEvent('fw:shown'));
  }

  document.addEventListener('click', function (event) {
    var tab = event.target.closest('[role=tab]');
    if (tab) choose(tab);
  });
  document.addEventListener('keydown', function (event) {
    var tab = event.target.closest('[role=tab]');
    var step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!tab || !step) return;
    var tabs = tabsOf(tab.closest('[role=tablist]'));
    var next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    choose(next);
    next.focus();
  });
})();
