"""Charts for documents: the option that the page draws, drawn here by the same ECharts as SVG.

The script runs in QuickJS, without files, network or clock, under limits of time and memory.
"""

import json
import re
import threading
from pathlib import Path

import quickjs
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from .charts import on_paper

ECHARTS = Path(settings.BASE_DIR) / "static/vendor/echarts-6.1.0/echarts.common.min.js"
MEMORY = 256 * 1024**2
SECONDS = 10
FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif"
# ECharts asks for timers to animate and sets them aside at once; nothing here waits.
BEFORE = "var setTimeout = function () { return 0 }, clearTimeout = function () {};"
# Strings joined piece by piece cross the border only after JSON has made them one.
DRAW = """
function grouped(point) {
  var parts = String(point.value).split('.');
  parts[0] = parts[0].replace(/\\B(?=(\\d{3})+$)/g, ',');
  return typeof point.value === 'number' ? parts.join('.') : '';
}
function draw(option, width, height) {
  var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
  try {
    var wish = JSON.parse(option);
    (wish.series || []).forEach(function (one) {
      if (one.label && one.label.show && !one.label.formatter) one.label.formatter = grouped;
    });
    chart.setOption(wish);
    return JSON.stringify(chart.renderToSVGString());
  } finally { chart.dispose(); }
}
"""
TEXT_TAG = re.compile(r"<text\b[^>]*>")
OUTLINE = re.compile(r'\s(?:stroke|stroke-width|paint-order)="[^"]*"')


class ChartFailed(RuntimeError):
    """ECharts did not draw the option: a mistake in the option, or far too much data."""


class _Pens(threading.local):
    """One context a thread: a context belongs to the thread that made it."""

    context: quickjs.Context | None = None


_pens = _Pens()


def chart_svg(option: dict, *, width: int = 640, height: int = 300) -> SafeString:
    """The chart as an ``<svg>`` to place into a document. Raises ChartFailed.

    ``option`` is that of :mod:`.charts`, colours as token names. The first chart of a process
    takes about a fifth of a second, the others some milliseconds.
    """
    still = {"animation": False, "textStyle": {"fontFamily": FONT}, **on_paper(option)}
    try:
        context = _context()
        context.set("order", json.dumps(still, allow_nan=False))
        drawn = json.loads(context.eval(f"draw(order, {int(width)}, {int(height)})"))
    except (quickjs.JSException, TypeError, ValueError) as error:
        _pens.context = None
        raise ChartFailed(str(error)) from error
    # Paper has no paint-order: the white outline of a label would cover the label.
    bare = TEXT_TAG.sub(lambda tag: OUTLINE.sub("", tag.group()), drawn)
    return mark_safe(bare)  # noqa: S308 - ECharts escapes the words in it; a test holds it


def _context() -> quickjs.Context:
    """This thread's context with ECharts loaded."""
    if _pens.context is None:
        context = quickjs.Context()
        context.set_memory_limit(MEMORY)
        context.set_time_limit(SECONDS)
        context.eval(BEFORE)
        context.eval(ECHARTS.read_text(encoding="utf-8"))
        context.eval(DRAW)
        _pens.context = context
    return _pens.context
