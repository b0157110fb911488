"""Every page of the demo in a browser: no barrier, no error, no way out, no sideways scroll."""

from itertools import islice
from urllib.parse import urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import TimeoutError

from campaigns.models import Assignment, ImportPiece, Indicator, PlanImport
from campaigns.outlines import outlines
from fraudwatch.demo.places import SHOWN
from fraudwatch.demo.play import PASSWORD
from fraudwatch.tests.role_table import addresses
from orgs.models import Liaison, Unit, User
from reports.models import Report, TemplateCheck, Total
from reports.stages import CorrectionState

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]

WIDE, ZOOMED, PHONE = (1440, 900), (720, 450), (390, 844)  # 720: 1440 at 200 percent
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
}
GRAVE = {"serious", "critical"}
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SHARES = 4  # looked at side by side
SOON = 2000  # milliseconds, for charts to follow the window
# Files, fragments, and addresses that only lead on to a page that is looked at.
NO_PAGE = {
    "healthz", "readyz", "metrics", "worker", "orgs:file", "orgs:unit-branch", "orgs:unit-pick",
    "orgs:person-pick",
    "orgs:export-jobs", "orgs:export-download", "orgs:audit-export", "orgs:roster-export",
    "orgs:roster-template", "orgs:roster-check", "orgs:liaison-export", "orgs:unit-owes",
    "reports:photo-add", "reports:photo-remove",
    "reports:photo-restore", "reports:report-submit", "reports:report-zero",
    "reports:report-approve", "reports:report-return",
    "reports:report-forward", "reports:report-undo", "orgs:sign-in", "campaigns:unit-duties",
    "campaigns:plan-flaws", "campaigns:version-strip", "campaigns:comment-list",
    "campaigns:receipt-strip", "campaigns:view-strip", "campaigns:task-rhythm",
    "reports:analysis-csv",
    "reports:report-book", "reports:town-book", "reports:book-check", "reports:book-marked",
    "campaigns:task-template", "campaigns:calendar-feed", "reports:schedule-preview",
    "orgs:bases-template", "reports:baseline-template",
    # Behind a pass that a card with its code opens (reports/tests/test_browser_link.py).
    "reports:collect", "reports:collect-form", "reports:collect-submit", "reports:collect-zero",
    "reports:collect-receipt", "reports:collect-photo-add", "reports:collect-photo-remove",
    "reports:collect-photo-restore", "reports:collect-photo",
    # Behind the token of a link (reports/tests/test_browser_screen.py).
    "reports:screen", "reports:screen-now",
    # Need an uploaded file or a written policy that the demo does not hold.
    "campaigns:task-import-check", "campaigns:attachment-edit", "security-txt",
    "orgs:bases-check", "reports:baseline-check",
}  # fmt: skip
# Pages that are not the coordinator's.
VISITORS = {
    "orgs:admin-home": "admin", "orgs:user-edit": "admin", "reports:report-edit": "village",
    "reports:report-list": "village", "reports:report-receipt": "village",
    "campaigns:assignment-list": "village", "reports:dashboard": "leader",
    "reports:dashboard-unit": "leader", "campaigns:start-child": "town",
    "campaigns:assignment-extend": "village", "campaigns:assignment-ask": "village",
    "reports:town": "town", "reports:link-list": "town", "reports:link-cards": "town",
    "reports:link-detail": "town", "reports:book-upload": "village",
    "reports:report-correction": "village", "orgs:channel-create": "admin",
    "orgs:channel-edit": "admin", "health": "admin",
}  # fmt: skip
VILLAGE = "QL01-04"


def object_for(name, model, user):
    """Something of the demo that the page can show."""
    seen = model.objects.visible_to(user)
    if model is Report:
        return report_for(name, seen)
    if name == "campaigns:start-child" or name.startswith("reports:wall-"):
        return seen.get(parent=None)
    if model is PlanImport:
        return seen.get(revises__isnull=name != "campaigns:import-changes")
    if model is ImportPiece:
        return seen.filter(kind="task", plan__revises=None).first()
    if model is Unit:
        return seen.get(code=VILLAGE)
    if model is Liaison:
        return seen.current().first()
    if model is User:
        return seen.get(username="village")
    return seen.first()


def report_for(name, seen):
    """The report that has what the page tells of; else the latest written one of a village."""
    if name == "reports:report-versions":
        return seen.filter(corrections__state=CorrectionState.DONE).first()
    if name == "reports:activity-list":
        return seen.filter(activities__isnull=False).first()
    mine = seen.filter(unit__code=VILLAGE).order_by("period__starts_on")
    return mine.last() if name == "reports:report-edit" else mine.exclude(values={}).last()


def more_keys(name, found):
    """What else the address names beside its main object."""
    if name == "orgs:seat-edit":
        return {"seat": found.seats.first().pk}
    if name == "reports:wall-gauge":
        report = Report.objects.filter(period__template__campaign=found).first()
        return {"period": report.period_id}
    if name.startswith("reports:template-check-"):
        return {"check": TemplateCheck.objects.filter(template_version__template=found).first().pk}
    return {}


def question_for(name, keys):
    """What must follow the question mark for the page to show something."""
    if name == "reports:figure-sources":
        total = Total.objects.exclude(sums={}).order_by("pk").last()
        code = next(iter(total.sums))
        return "?" + urlencode({"code": code, "node": total.unit_id, "period": total.period_id})
    if name in ("campaigns:task-cell", "campaigns:task-phase-cell"):
        part = Assignment.objects.filter(task__campaign=keys["pk"]).first()
        column = part.task_id if name == "campaigns:task-cell" else part.task.phase_id or 0
        return f"?c={part.unit_id}.{column}"
    if name in ("reports:wall-cell", "reports:wall-gauge"):
        report = Report.objects.filter(period__template__campaign=keys["pk"]).first()
        gauge = Indicator.objects.exclude(base_kind="").first()
        column = report.period_id if name == "reports:wall-cell" else gauge.pk
        return f"?c={report.unit_id}.{column}"
    return ""


def visits():
    """Who opens which address: every page of the site, and each role's first page."""
    for address in addresses():
        access = address.access
        if "GET" not in access.methods or address.name in NO_PAGE:
            continue
        name = VISITORS.get(address.name, "coordinator")
        keys = {}
        if access.model:
            found = object_for(address.name, access.model, User.objects.get(username=name))
            keys = {"pk": found.pk} | more_keys(address.name, found)
        elif address.name == "campaigns:start-outline":
            keys = {"slug": outlines()[0].slug}
        elif address.name == "orgs:channel-create":
            keys = {"kind": "wecom"}
        yield name, reverse(address.name, kwargs=keys) + question_for(address.name, keys)
    yield from ((name, "/") for name in SHOWN)


class Looker:
    """A browser tab that notes everything that is wrong with the pages it opens."""

    def __init__(self, page, axe):
        self.page, self.axe, self.found = page, axe, {}
        self.place = ""
        self.host = urlsplit(page.url).netloc
        page.on("console", lambda said: self.note(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.note(str(error)))
        page.on("request", self.note_stranger)

    def note(self, what):
        self.found.setdefault(self.place, []).append(what)

    def note_stranger(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.note(f"asks {request.url}")

    def look(self, path):
        """Open a page and look at it wide, at 200 percent, and on a phone."""
        self.place = path
        self.resize(WIDE)
        answer = self.page.goto(path)
        if answer.status != 200:
            self.note(f"answers {answer.status}")
            return
        self.check_barriers("desk")
        for size in (WIDE, ZOOMED, PHONE):
            self.resize(size)
            try:
                self.page.wait_for_function(FITS, timeout=SOON)
            except TimeoutError:
                self.note(f"wider than {size[0]} px")
        self.check_barriers("phone")

    def resize(self, size):
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def check_barriers(self, where):
        for fault in self.axe.run(self.page, options=RULES).response["violations"]:
            if fault["impact"] in GRAVE:
                node = fault["nodes"][0]
                self.note(f"{where}: {fault['id']} × {len(fault['nodes'])}: {node['html'][:160]}")


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_can_be_used_by_everybody(county, sit_down, share):
    lookers, axe = {}, Axe()
    for name, path in islice(visits(), share, None, SHARES):
        if name not in lookers:
            lookers[name] = Looker(sit_down(name, PASSWORD), axe)
        lookers[name].look(path)

    assert {name: looker.found for name, looker in lookers.items() if looker.found} == {}
