"""The rows of a report's form: each drawn once, and every unit's own figures filled in."""

from collections.abc import Iterable

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from fraudwatch.lib import wording
from fraudwatch.lib.drawn import draw
from reports.queries.forms import Field
from reports.templatetags.reporting import amount, figure

register = template.Library()
ROW = "reports/_form_figure.html"


@register.simple_tag
def figure_rows(fields: Iterable[Field]) -> SafeString:
    """The rows of some figures. One of which something is said is drawn for itself."""
    return mark_safe("".join([_row(one) for one in fields]))  # noqa: S308 drawn by a template


def _row(one: Field) -> SafeString:
    same, own = _asked(one), _figures(one)
    if one.is_marked or one.problem or one.warning or one.parts:
        said = {"f_problem": one.problem, "f_warning": one.warning, "f_parts": one.parts}
        return render_to_string(ROW, {**same, **own, **said, "field": one})
    return draw(ROW, same, own)


def _asked(one: Field) -> dict[str, object]:
    indicator = one.indicator
    same = {
        "f_code": one.code,
        "f_kind": one.kind,
        "f_label": one.label,
        "f_unit": one.unit,
        "f_help": one.help,
        "f_required": one.is_required,
        "f_target": _target(one),
    }
    if one.kind == "rate":
        same |= {"f_top": indicator.shown_numerator, "f_base": indicator.shown_denominator}
    elif one.kind == "yesno":
        same["f_value"] = one.value
    return same


def _figures(one: Field) -> dict[str, object]:
    own = {"f_reason": one.reason, "f_reached": _reached(one)}
    if one.kind == "rate":
        return own | {
            "f_value_n": one.value_n,
            "f_value_d": one.value_d,
            "f_last": wording.percent(one.last),
            "f_sum": wording.percent(one.cumulative),
        }
    if one.kind != "yesno":
        own["f_value"] = one.value
    own["f_last"] = amount(one.last, one.indicator)
    own["f_sum"] = amount(one.cumulative, one.indicator)
    return own


def _target(one: Field) -> str:
    if one.target is None:
        return wording.NOTHING
    sign = "≤ " if one.target_op == "≤" else ""
    return f"{sign}{figure(one.target)}{'%' if one.kind == 'rate' else ''}"


def _reached(one: Field) -> str:
    if one.attainment is None or one.target_op == "≤":
        return ""
    return wording.percent(one.attainment, 0)
