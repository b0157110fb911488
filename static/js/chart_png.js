/* <button data-chart-png="id" data-name data-heading data-facts>: the chart drawn from that option
   as a picture of twice the size, its heading and facts above it, in the light of the page. */
(function () {
  'use strict';

  function picture(box, button) {
    var seen = window.echarts.getInstanceByDom(box), style = getComputedStyle(document.body);
    var room = document.createElement('div'), width = box.clientWidth, height = box.clientHeight;
    var chart = window.echarts.init(room, null, { renderer: 'canvas', width: width, height: height + 56 });
    var option = seen.getOption(), grids = option.grid || [];
    option.animation = false;
    option.title = {
      text: button.dataset.heading, subtext: button.dataset.facts, left: 8, top: 4,
      textStyle: { color: style.color, fontSize: 16 }, subtextStyle: { color: style.color, fontSize: 12 }
    };
    grids.forEach(function (grid) { grid.top = (parseInt(grid.top, 10) || 0) + 56; });
    (option.legend || []).forEach(function (legend) { legend.top = (parseInt(legend.top, 10) || 0) + 52; });
    chart.setOption(option);
    var ground = getComputedStyle(box.closest('.fw-card') || document.body).backgroundColor;
    var url = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: ground });
    chart.dispose();
    return url;
  }

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('[data-chart-png]').forEach(function (button) {
      var box = document.querySelector('[data-chart="' + button.dataset.chartPng + '"]');
      if (!box || !window.echarts) return;
      button.hidden = false;
      button.addEventListener('click', function () {
        var link = document.createElement('a');
        link.href = picture(box, button);
        link.download = button.dataset.name + '.png';
        link.click();
      });
    });
  });
})();
