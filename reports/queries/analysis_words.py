"""What the analysis grid is called and by which rules it counts, for the page and its files."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.pivot import (
    CHANGE,
    INDICATORS,
    MEASURES,
    PARTS,
    PERIODS,
    REACHED,
    SIDES,
    UNITS,
    VALUE,
    YEAR,
)
from reports.queries.analysis import Analysis


def axis_names() -> dict[str, str]:
    """What the axes are called."""
    return {
        INDICATORS: _("Figures"), UNITS: _("Units"), PERIODS: pgettext("axis", "Periods"),
        PARTS: _("Parts of a figure"), MEASURES: _("Changes and targets"),
        SIDES: _("Two sides"),
    }  # fmt: skip


def measure_names() -> dict[str, str]:
    """What the cells can hold."""
    return {
        VALUE: pgettext("cells", "Figures"), CHANGE: _("Change on the period before"),
        YEAR: _("Change on last year"), REACHED: _("Target reached"),
    }  # fmt: skip


def heading_of(found: Analysis) -> str:
    """What the grid is about: the figure where there is one, then rows by columns."""
    names, ask = axis_names(), found.ask
    axes = f"{names[ask.rows]} × {names[ask.columns]}"
    if ask.has_figures:
        return axes
    subject = found.stage.subject
    whole = subject.indicator.shown_name
    name = whole if subject.key == subject.indicator.code else f"{whole} · {subject.label}"
    return f"{name} · {axes}"


def rules_of(found: Analysis) -> list[str]:
    """The rules of counting and of colouring, as the page and its files say them."""
    rules = [
        _("Flows are added up over periods, stocks are the last known of each unit; rates are sum"
          " over sum."),
        _("Hatched: reports are missing; n/N says of how many reports a figure is made."),
        _("—: not reported, never 0; ·: nothing was owed."),
    ]  # fmt: skip
    if found.ask.columns not in (MEASURES, SIDES):
        rules.append(measure_rule(found))
    is_shaded = any(cell.paint[:1] == "q" for line in found.pivot.cells for cell in line)
    if is_shaded and not found.ask.is_plain:
        rules.append(
            _("Shade: the figure's share of the largest in the grid, of each figure by itself;"
              " rates of 100%.")
        )  # fmt: skip
    return [rule for rule in rules if rule]


def measure_rule(found: Analysis) -> str:
    """Against what the changes in the cells are held."""
    if found.ask.measure == CHANGE:
        return _("Changes are against the same length of time right before, rates in points; no"
                 " percentage is taken of 0 or of nothing.")  # fmt: skip
    if found.ask.measure == YEAR:
        return _("Changes are against the same periods last year, rates in points; no percentage"
                 " is taken of 0 or of nothing.")  # fmt: skip
    if found.ask.measure == REACHED:
        return _("Targets are held against the campaign so far.")
    return ""
