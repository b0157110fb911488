"""Workbooks in the demo: a town hands in for three villages, one upload waits to be corrected."""

from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO

from django.utils import translation
from openpyxl import load_workbook

from orgs.models import Unit, User
from reports.actions.imports import keep_book
from reports.exports.report_book import report_book
from reports.imports.report_book_apply import take_book
from reports.imports.report_book_plan import find_period, plan_book, read_filled
from reports.imports.report_book_xlsx import open_book
from reports.models import ImportJob, Period, ReportTemplate
from reports.queries.book import book_of_node

from .calendar import Story
from .figures import figures
from .indicators import WORK
from .stage import Stage

BY_WORKBOOK = {("QL01-06", 4), ("QL01-07", 4), ("QL01-08", 4)}
UNFINISHED = ("QL01-02", "QL01-03", "QL01-05", "QL01-06")
WHY = "本周集中行动，情况属实。"
# what people type instead of figures, by unit and figure
SLIPS = {
    ("QL01-03", "visits"): "约40",
    ("QL01-05", "leaflets"): "300张",
    ("QL01-05", "visits"): "3.2百",
    ("QL01-06", "cases"): "-1",
}
NAME = "河湾镇村级周报.xlsx"


def workbook_events(stage: Stage, story: Story, template: ReportTemplate) -> list:
    """Three villages by workbook in the fourth week; an upload with slips in the open one."""

    def hand_in() -> None:
        period, by = _period(template, story, 4), stage.users["town"]
        codes = [code for code, _week in sorted(BY_WORKBOOK)]
        job = _send(period, stage.units["QL01"], _typed(stage, codes, 4), by)
        take_book(job, answers={}, as_draft=False, by=by)

    def send_with_slips() -> None:
        period = _period(template, story, 5)
        typed = _typed(stage, UNFINISHED, 5)
        for (code, figure), slip in SLIPS.items():
            typed[code][f"v.{figure}"] = slip
        _send(period, stage.units["QL01"], typed, stage.users["town"])

    opened, lately = story.week(5).opens_at, story.now - timedelta(minutes=50)
    return [
        (story.week(4).due_at - timedelta(minutes=90), hand_in),
        (max(opened + timedelta(minutes=2), lately), send_with_slips),
    ]


def _period(template: ReportTemplate, story: Story, week: int) -> Period:
    rows = Period.objects.select_related("template__campaign__owner", "template_version")
    return rows.get(template=template, starts_on=story.week(week).starts_on)


def _typed(stage: Stage, codes: tuple[str, ...] | list[str], week: int) -> dict[str, dict]:
    """What each unit's row says, by the keys of the workbook."""
    typed = {}
    for code in codes:
        kind = str(stage.units[code].kind)
        row: dict[str, object] = {"t.work": WORK[kind][(week + len(code)) % 4], "remark": WHY}
        for figure, value in figures(code, kind, week).items():
            parts = value.items() if isinstance(value, dict) else [("", value)]
            row |= {".".join(filter(None, ("v", figure, part))): text for part, text in parts}
        typed[code] = row
    return typed


def _send(period: Period, node: Unit, typed: Mapping[str, Mapping], by: User) -> ImportJob:
    """Download the workbook, fill it in, send it in: what the pages do."""
    with translation.override("zh-hans"):
        content = _filled(report_book(book_of_node(period, node, by)), period, typed)
        sent = open_book(content)
        plan = plan_book(sent, *find_period(sent, by=by), by=by)
        return keep_book(content, name=NAME, period=period, node=node, plan=plan.as_json(), by=by)


def _filled(content: bytes, period: Period, typed: Mapping[str, Mapping]) -> bytes:
    """The workbook with each row's cells typed where its headings stand."""
    places = read_filled(open_book(content), period.template_version)
    book = load_workbook(BytesIO(content))
    sheet = book[places.sheet.name]
    for line in places.lines:
        for key, value in typed.get(line.code, {}).items():
            if key in line.cells:
                is_figure = key.startswith("v.") and str(value).isdigit()
                sheet[line.cells[key].address].value = int(value) if is_figure else value
    out = BytesIO()
    book.save(out)
    return out.getvalue()
