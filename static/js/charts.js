/* <div data-chart="id"> draws the ECharts option in <script type="application/json" id="id">.
   Colours arrive as token names and are read from the page, so every chart follows the theme.
   Tooltips are rich text: html ones would need inline styles. */
(function () {
  'use strict';
  var live = [];

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }
  function resolve(value) {
    if (Array.isArray(value)) return value.map(resolve);
    if (value && typeof value === 'object') {
      return Object.keys(value).reduce(function (out, key) {
        out[key] = resolve(value[key]);
        return out;
      }, {});
    }
    var found = typeof value === 'string' && /^var\((--[\w-]+)\)$/.exec(value);
    return found ? token(found[1]) : value;
  }
  var group = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
  function grouped(value) { return typeof value === 'number' ? group.format(value) : '—'; }
  function groupLabels(series) {
    series.forEach(function (one) {
      if (one.label && one.label.show && !one.label.formatter) one.label.formatter = function (point) { return grouped(point.value); };
    });
  }
  function frame(still) {
    return {
      animation: !still,
      animationDuration: 300,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 },
      tooltip: {
        renderMode: 'richText',
        confine: true,
        valueFormatter: grouped,
        backgroundColor: token('--fw-surface'),
        borderColor: token('--fw-border-2'),
        textStyle: { color: token('--fw-text'), fontSize: 13 }
      }
    };
  }
  var sizes = new ResizeObserver(function (entries) {
    entries.forEach(function (entry) {
      var box = entry.target, chart = window.echarts.getInstanceByDom(box);
      if (!chart || !box.clientWidth) return;
      if (chart.getWidth() !== box.clientWidth || chart.getHeight() !== box.clientHeight) chart.resize();
    });
  });
  function draw(box, still) {
    var source = document.getElementById(box.dataset.chart);
    if (!source || !window.echarts || !box.clientWidth) return;
    var option = resolve(JSON.parse(source.textContent)), base = frame(still);
    groupLabels(option.series || []);
    var chart = window.echarts.getInstanceByDom(box) || window.echarts.init(box, null, { renderer: 'svg' });
    option.tooltip = Object.assign({}, base.tooltip, option.tooltip || {});
    chart.setOption(Object.assign({}, base, option), true);
    if (live.indexOf(chart) < 0) live.push(chart);
    sizes.observe(box);
  }
  function drawAll(root, still) {
    var calm = still || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    root.querySelectorAll('[data-chart]').forEach(function (box) { draw(box, calm); });
  }
  function forget() {
    live = live.filter(function (chart) {
      if (document.body.contains(chart.getDom())) return true;
      sizes.unobserve(chart.getDom());
      chart.dispose();
      return false;
    });
  }

  document.addEventListener('DOMContentLoaded', function () { drawAll(document); });
  document.addEventListener('htmx:load', function (event) { forget(); drawAll(event.detail.elt); });
  document.addEventListener('fw:theme', function () { drawAll(document, true); });
  document.addEventListener('fw:shown', function () { forget(); drawAll(document, true); });
  window.addEventListener('beforeprint', function () { live.forEach(function (chart) { chart.resize(); }); });
})();
