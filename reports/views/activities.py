"""Activities of several units: listed at a report, entered and changed by their lead."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.views.pages import run_form
from fraudwatch.lib.access import needs
from reports.actions.activities import add_activity, change_activity
from reports.forms.activities import ActivityForm
from reports.models import JointActivity, Report
from reports.queries.activities import activities_of, companions
from reports.views.gate import WITH_REPORT

WITH_LEAD = "report__unit report__period__template__campaign__owner"


@needs("reports.view_report", Report, related=WITH_REPORT)
def activity_list(request: HttpRequest, report: Report) -> HttpResponse:
    """What the unit led in these days, and what it took part in."""
    context = {
        "report": report,
        "lines": activities_of(report),
        "may_enter": request.user.has_perm("reports.enter_activity", report),
    }
    return render(request, "reports/activity_list.html", context)


@needs("reports.enter_activity", Report, methods="GET POST", related=WITH_REPORT)
def activity_add(request: HttpRequest, report: Report) -> HttpResponse:
    """Enter an activity that the report's unit led."""
    candidates = companions(report, request.user)
    form = ActivityForm(
        request.POST or None, candidates=candidates, initial={"held_on": report.period.ends_on}
    )

    def save(_data: dict) -> None:
        facts = form.facts()
        facts.pop("version")
        add_activity(report, by=request.user, **facts)

    return run_form(
        request, form, save, title=_("Activity led by %(unit)s") % {"unit": report.unit},
        back=_list_of(report), done=_("The activity is entered; it counts once, for your unit."),
    )  # fmt: skip


@needs("reports.enter_activity", JointActivity, methods="GET POST", related=WITH_LEAD)
def activity_edit(request: HttpRequest, activity: JointActivity) -> HttpResponse:
    """Change an activity: its state, its reach, who took part."""
    candidates = companions(activity.report, request.user, activity)
    form = ActivityForm(
        request.POST or None, candidates=candidates, initial=ActivityForm.initial_of(activity)
    )

    def save(_data: dict) -> None:
        change_activity(activity, by=request.user, **form.facts())

    return run_form(
        request, form, save, title=_("Activity led by %(unit)s") % {"unit": activity.report.unit},
        back=_list_of(activity.report), done=_("The activity is changed."),
    )  # fmt: skip


def _list_of(report: Report) -> str:
    return reverse("reports:activity-list", args=[report.pk])
