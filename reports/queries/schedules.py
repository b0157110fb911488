"""The periods to come of a schedule, saved or just typed: their moments, and why they move."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.models import Campaign
from fraudwatch.lib import spans
from fraudwatch.lib.holidays import rest_words
from fraudwatch.lib.weeks import WorkingDays, day_label, day_of, week_number, working_days
from orgs.enums import UnitKind
from reports.models import ReportTemplate
from reports.moments import Moments, Span, level_due, moments_of, spans_of

COMING = 6


@dataclass(frozen=True)
class Coming:
    """A period to come, or the one open now: its label, its moments, and what was shifted.

    ``moved`` says off which days of rest, in words; ``levels`` are the kinds of units with a
    due moment of their own.
    """

    label: str
    moments: Moments
    is_open: bool
    is_known: bool
    moved: tuple[str, ...] = ()
    levels: tuple[tuple[str, datetime], ...] = ()

    @property
    def is_shifted(self) -> bool:
        """Whether a day of rest moved one of its moments."""
        return bool(self.moved)


@dataclass
class Preview:
    """The next periods of a schedule, and the years whose days of rest nobody knows yet."""

    coming: list[Coming] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)


def span_label(template: ReportTemplate, campaign: Campaign, span: Span) -> str:
    """A period that has yet to open, as it will be called."""
    is_week = template.cadence == spans.WEEKLY
    number = week_number(span.starts_on, first=campaign.starts_on) if is_week else None
    first, last = span.starts_on, span.ends_on
    return spans.label(template.cadence, first, last, number=number, name=span.name)


def preview_of(
    template: ReportTemplate,
    today: date,
    *,
    levels: Iterable = (),
    opened: Iterable[date] = (),
    count: int = COMING,
) -> Preview:
    """This period and the next ones of a template, which need not be saved.

    ``levels`` are due moments of kinds of units, ``opened`` the first days of periods that
    are there. Two queries: the campaign's phases, the site's days of rest.
    """
    campaign, days = template.campaign, working_days()
    opened, page = set(opened), Preview()
    phases = campaign.phases.all() if template.cadence == spans.PHASE else ()
    for span in spans_of(template, phases, since=today):
        if len(page.coming) == count:
            break
        page.coming.append(_coming(template, span, days, list(levels), opened))
    years = {day_of(at).year for one in page.coming for at in (one.moments.due_at,
             one.moments.closes_at)}  # fmt: skip
    page.unknown = sorted(year for year in years if not days.is_known(year))
    return page


def _coming(
    template: ReportTemplate, span: Span, days: WorkingDays, levels: list, opened: set
) -> Coming:
    moments = moments_of(template, span, days)
    own = [(level, level_due(template, span, level, moments.closes_at, days)) for level in levels]
    words = pgettext("a day and why it is no working day", "%(day)s (%(why)s)")
    return Coming(
        label=span_label(template, template.campaign, span),
        moments=moments,
        is_open=span.starts_on in opened,
        is_known=days.is_known(day_of(moments.closes_at).year),
        moved=tuple(
            words % {"day": day_label(day), "why": rest_words(day, days)} for day in moments.moved
        ),
        levels=tuple((str(UnitKind(level.kind).label), due) for level, due in own),
    )


def unknown_words(years: Iterable[int]) -> str:
    """What a page says about years without announced days of rest."""
    years = list(years)
    if not years:
        return ""
    words = _(
        "The days off of %(years)s are not known yet: only Saturdays and Sundays count."
        " Enter them in the calendar once the State Council has announced them."
    )
    return words % {"years": "、".join(str(year) for year in years)}
