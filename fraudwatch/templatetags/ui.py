"""Components of the pages. Each refuses what it does not know and names what it accepts.

Hot ones (icon, status, lamp, figures) are plain strings; the rest are drawn by
``templates/components``. None needs a style attribute: lengths are SVG lengths.
"""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fraudwatch.lib import charts, clock, icons, statuses, weeks, wording
from fraudwatch.lib.spoken import once_in_each_language

register = template.Library()
SIZES = {"": "ic", "s": "ic ic-s", "xs": "ic ic-xs", "l": "ic ic-l", "xl": "ic ic-xl"}
TONES = {"": "fill", "good": "fill g", "warn": "fill y", "bad": "fill r"}
NOTES = {
    "info": "info-circle",
    "ok": "circle-check",
    "warn": "alert-triangle",
    "err": "alert-circle",
    "ret": "arrow-back-up",
}
SILENT = mark_safe('aria-hidden="true"')
ARROWS = {True: ("arrow-up-right", "up"), False: ("arrow-down-right", "down")}


def choose(table: dict, key: str, what: str) -> object:
    """The entry of ``table``; ValueError names what is accepted."""
    if key not in table:
        raise ValueError(f"no {what} {key!r}; we have: {', '.join(map(repr, table))}")
    return table[key]


@register.simple_tag
def icon(name: str, size: str = "", label: str = "", **attrs: str) -> SafeString:
    """``{% icon "bell" size="l" class="good" label=_("Notices") %}``."""
    extra = attrs.pop("class", "")
    if attrs:
        raise ValueError(f"icon takes size, class and label, not {', '.join(attrs)}")
    css = choose(SIZES, size, "icon size")
    return icons.icon(name, f"{css} {extra}".strip(), label)


@register.simple_tag
def status_tag(code: str, label: str = "", plain: bool = False) -> SafeString:
    """A status as colour, icon and word; ``plain`` drops the ground for tables."""
    look = statuses.look(code)
    return format_html(
        '<span class="st st-{}{}">{}{}</span>',
        look.colour,
        " plain" if plain else "",
        icons.icon(look.icon),
        label or look.word,
    )


@register.simple_tag
def lamp(code: str, label: str = "") -> SafeString:
    """A lamp's shape, spoken by its name; with ``label`` the words stand beside it instead."""
    css, name = statuses.lamp(code)
    if label:
        return format_html('<span class="lamp {}" aria-hidden="true"></span> {}', css, label)
    return format_html('<span class="lamp {}" role="img" aria-label="{}"></span>', css, name)


@register.simple_tag
def delta(value: object, good: str = "neutral", unit: str = "%") -> SafeString:
    """A change: the arrow gives the direction, the colour whether that is good.

    ``good`` is ``up``, ``down`` or ``neutral``; no base is a dash, no change is said in words.
    """
    return _delta("" if value is None else str(value), str(good), str(unit))


@once_in_each_language
def _delta(value: str, good: str, unit: str) -> SafeString:
    choose({"up": 1, "down": 1, "neutral": 1}, good, "direction")
    if not value:
        return format_html('<span class="delta muted">{}</span>', wording.NOTHING)
    figure = Decimal(value)
    if not figure:
        return format_html('<span class="delta muted">{}</span>', _("no change"))
    arrow, direction = ARROWS[figure > 0]
    colour = "" if good == "neutral" else (" good" if good == direction else " bad")
    spoken = _("up") if figure > 0 else _("down")
    return format_html(
        '<span class="delta{}">{}<span class="sr-only">{} </span>{}{}</span>',
        colour,
        icons.icon(arrow),
        spoken,
        wording.number(abs(figure)),
        unit,
    )


def drawn_bar(percentage: object, tone: str, size: str, running: bool = False) -> SafeString:
    """The bar alone; its words stand beside it, so it is silent."""
    css = " ".join(["bar", *([size] if size else []), *(["run"] if running else [])])
    return format_html(
        '<svg class="{}" aria-hidden="true">'
        '<rect class="{}" width="{}" height="100%" rx="4"/></svg>',
        css,
        choose(TONES, tone, "tone"),
        wording.width(percentage),
    )


@register.simple_tag
def progress(
    done: object, total: object, label: str = "", tone: str = "", size: str = "", run: bool = False
) -> SafeString:
    """So many of so many: a bar, and 3/8 (38%) in words; a dash when there is nothing to do."""
    percentage = wording.share(done, total)
    figures = (
        wording.NOTHING
        if percentage is None
        else f"{wording.number(done)}/{wording.number(total)} ({wording.percent(percentage, 0)})"
    )
    return format_html(
        '<span class="progress-row">{}<span class="num">{}{}</span></span>',
        drawn_bar(percentage, tone, size, run),
        format_html('<span class="sr-only">{}: </span>', label) if label else "",
        figures,
    )


@register.simple_tag
def rate_bar(value: object, label: str = "", tone: str = "", size: str = "") -> SafeString:
    """A rate in percent: a bar, and 96.1% in words."""
    return format_html(
        '<span class="progress-row">{}<b class="num">{}{}</b></span>',
        drawn_bar(value, tone, size),
        format_html('<span class="sr-only">{}: </span>', label) if label else "",
        wording.percent(value),
    )


@register.simple_tag
def stackbar(parts: Sequence[tuple[str, int]], label: str = "") -> SafeString:
    """Counts by status side by side; ``parts`` is (status code, count) in the order drawn."""
    total = sum(count for _code, count in parts)
    drawn, start = [], Decimal(0)
    for code, count in parts:
        part = wording.share(count, total) or Decimal(0)
        drawn.append((statuses.look(code).colour, wording.width(start), wording.width(part)))
        start += part
    words = ", ".join(f"{statuses.look(code).word} {count}" for code, count in parts)
    return format_html(
        '<svg class="stackbar" role="img" aria-label="{}">{}</svg>',
        f"{label}: {words}" if label else words,
        format_html_join("", '<rect class="sf-{}" x="{}" width="{}" height="100%"/>', drawn),
    )


@register.simple_tag
def sparkline(values: Sequence[object], label: str = "", width: int = 84) -> SafeString:
    """A small line of recent figures; gaps (None) are left out. Fewer than two draw nothing."""
    points = [(n, float(value)) for n, value in enumerate(values) if value is not None]
    if len(points) < 2:
        return mark_safe('<span class="muted">—</span>')
    low, high = min(y for _n, y in points), max(y for _n, y in points)
    scale, step = (high - low) or 1, (width - 6) / max(len(values) - 1, 1)
    drawn = [f"{3 + n * step:.1f} {18 - (y - low) * 14 / scale:.1f}" for n, y in points]
    x, y = drawn[-1].split()
    spoken = format_html('role="img" aria-label="{}"', label) if label else SILENT
    return format_html(
        '<svg class="spark" width="{0}" height="22" viewBox="0 0 {0} 22" {1}>'
        '<path d="M{2}"/><circle cx="{3}" cy="{4}" r="2.6"/></svg>',
        width,
        spoken,
        " L".join(drawn),
        x,
        y,
    )


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """The first character of a name in a disc; the name itself stands beside it."""
    css = choose({"": "fw-av", "s": "fw-av s", "l": "fw-av l"}, size, "avatar size")
    return format_html(
        '<span class="{}" aria-hidden="true">{}</span>', css, (name or "?")[:1].upper()
    )


def trimmed(content: SafeString) -> SafeString:
    """What a block rendered, already escaped by the template engine, without the space around."""
    return mark_safe(content.strip())  # noqa: S308 stripped, not changed


@register.simple_block_tag
def empty_state(content: str, icon: str, title: str, text: str = "") -> SafeString:
    """Why there is nothing here; the block holds the next step (a button), and may be empty."""
    return render_to_string(
        "components/empty_state.html",
        {"icon": icon, "title": title, "text": text, "content": trimmed(content)},
    )


@register.simple_block_tag
def note(content: str, kind: str, title: str = "", icon: str = "") -> SafeString:
    """A banner: info, ok, warn, err or ret (returned)."""
    icon = icon or choose(NOTES, kind, "note")
    context = {"kind": kind, "icon": icon, "title": title, "content": trimmed(content)}
    return render_to_string("components/note.html", context)


@register.simple_block_tag
def page_head(content: str, title: str, sub: str = "") -> SafeString:
    """The page's h1, one line of facts, and in the block its actions (one primary)."""
    context = {"title": title, "sub": sub, "content": trimmed(content)}
    return render_to_string("components/page_head.html", context)


@register.simple_block_tag
def dialog(content: str, id: str, title: str, icon: str = "") -> SafeString:  # noqa: A002
    """A confirm window, opened by ``data-bs-toggle="modal" data-bs-target="#id"``."""
    context = {"id": id, "title": title, "icon": icon, "content": trimmed(content)}
    return render_to_string("components/dialog.html", context)


@register.inclusion_tag("components/errsum.html")
def error_summary(*forms: object) -> dict:
    """All that is wrong in the forms, each linked to its field. Nothing when all is well."""
    return {"problems": [found for form in forms for found in _problems(form)]}


def _problems(form: object) -> list[dict]:
    found = [{"label": "", "text": text, "target": ""} for text in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else field.auto_id
        found += [{"label": field.label, "text": text, "target": target} for text in field.errors]
    return found


@register.inclusion_tag("components/chart.html")
def chart(drawing: charts.Chart, key: str, size: str = "", is_open: bool = False) -> dict:
    """A chart with its table twin; needs ``components/chart_js.html`` in the page's js block.

    ``fill`` takes the size of its box and leaves the twin to the legend beside it (rings);
    ``is_open`` shows the twin without a click.
    """
    css = choose({"": "chart", "s": "chart s", "l": "chart l", "fill": ""}, size, "chart size")
    return {"chart": drawing, "id": key, "css": css, "twin": size != "fill", "is_open": is_open}


@register.inclusion_tag("components/pager.html")
def pager(page: object) -> dict:
    """Earlier and later: ``page`` carries the whole addresses, filters kept."""
    return {"page": page}


@register.filter
def number(value: object, places: int | None = None) -> str:
    """1,284.5; a dash for no figure."""
    return wording.number(value, places)


@register.filter
def percent(value: object, places: int = 1) -> str:
    """96.2%; a dash for no figure."""
    return wording.percent(value, places)


@register.filter
def day(value: object) -> str:
    """6月11日, in another year 2027年6月11日; a dash for no day."""
    return weeks.day_label(value, clock.today()) if value else wording.NOTHING


@register.filter
def moment(value: object) -> str:
    """6月11日 18:00, in another year 2027年6月11日 18:00; a dash for no moment."""
    return weeks.moment_label(value, clock.today()) if value else wording.NOTHING


@register.filter
def week_label(monday: object, number: int | None = None) -> str:
    """第15周（6.8—6.14）; the argument is the campaign's own week number."""
    return weeks.week_label(monday, number=number)


@register.filter
def bracketed(value: object) -> str:
    """`` (kg)`` behind a name, nothing for nothing; Chinese has brackets that need no space."""
    return _(" (%(text)s)") % {"text": value} if value else ""


@register.filter
def time_left(value: object) -> str:
    """2 days 8 hours left, reckoned from now."""
    return wording.time_left(value, clock.now()) if value else wording.NOTHING
