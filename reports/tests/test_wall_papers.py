"""Wall charts on paper: pages enough for 300 units, never tiny, legend, issuer, page numbers."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse

from campaigns.actions.parts import Parts
from campaigns.actions.tasks import create_task, issue_task
from campaigns.errors import CampaignError
from campaigns.exports.wall_pdf import pdf_context
from campaigns.lamps import Lamp
from campaigns.wall_paper import A1, A3, drawn_cells, drawn_head, sizes_of
from campaigns.wall_shapes import SHAPES
from campaigns.wall_views import view_of, views_for
from campaigns.walls import Column, Wall, WallRow, Words
from conftest import NOON
from fraudwatch.lib.pages import Page
from fraudwatch.lib.pdf import render_pdf
from orgs import documents
from orgs.models import Job, Unit
from reports.walls import GAUGES, LOOKS

READABLE = 8  # points
WORDS = Words(
    label="", end="按时", spoken="", marked="曾逾期", mark="was", sample="hc-late", titles=0
)


def wall_of(units: int, columns: int, letters: str = "k") -> Wall:
    """A chart of so many units that all stand alike."""
    rows = [
        WallRow(
            Unit(pk=n, name=f"第{n}村"), 0, letters=letters * columns, lamp=Lamp.GREEN, total=1,
            share="100%", group="村",
        )
        for n in range(1, units + 1)
    ]  # fmt: skip
    heads = [Column(n, str(n), f"第{n}周", "12.28") for n in range(1, columns + 1)]
    return Wall(heads, rows, Page(rows, None, None), False, LOOKS, WORDS)


@pytest.mark.parametrize("paper", [A3, A1])
@pytest.mark.parametrize("units", [1, 8, 60, 300])
@pytest.mark.parametrize("weeks", [4, 26, 52])
def test_nothing_on_paper_is_tiny(paper, units, weeks):
    wall = wall_of(units, weeks)
    wall.rows[0].notes.update({0: "7", 1: "×3", 2: "12/20", 3: "1200"})
    sizes = sizes_of(wall, paper)
    drawn = drawn_cells(wall.rows[0], wall, sizes) + drawn_head(wall.columns, sizes)

    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', drawn)) >= READABLE
    assert sizes.name + sizes.cells + sizes.end <= paper.width + 1
    assert sizes.row >= paper.smallest


def test_a_note_too_long_for_its_cell_leaves_the_shape_to_speak():
    wall = wall_of(1, 52)
    plain = drawn_cells(wall.rows[0], wall, sizes_of(wall_of(300, 52), A3))
    wall.rows[0].notes.update({0: "20", 1: "112/120"})

    drawn = drawn_cells(wall.rows[0], wall, sizes_of(wall_of(300, 52), A3))

    assert (">20<" in drawn, "112" in drawn) == (True, False)
    assert plain.count("M") - drawn.count("M") == 1  # one shape gave way to the note that fits


@pytest.mark.parametrize("paper", [A3, A1])
def test_a_short_chart_fills_the_page_with_larger_rows(paper):
    short, long = sizes_of(wall_of(8, 12), paper), sizes_of(wall_of(300, 12), paper)

    assert (short.row > long.row, short.font > long.font) == (True, True)
    assert short.row * 9 <= paper.room


@pytest.mark.parametrize(("units", "is_smaller"), [(20, True), (300, False)])
def test_rows_leave_room_for_the_titles_of_the_tasks_where_one_page_holds_both(units, is_smaller):
    plain = wall_of(units, 21)
    keyed = replace(plain, words=replace(WORDS, look="tasks", titles=9))
    weeks = replace(plain, words=replace(WORDS, look="weeks"))

    assert (sizes_of(keyed, A3).row < sizes_of(weeks, A3).row) == is_smaller


def test_every_cell_of_every_chart_can_be_drawn():
    assert {look[1] for look in (*LOOKS.values(), *GAUGES.values())} <= set(SHAPES)


def test_a_row_is_one_drawing_whatever_the_names_hold():
    wall = wall_of(1, 3, "k")
    wall.rows[0].notes[1] = "<b>&"

    drawn = drawn_cells(wall.rows[0], wall, sizes_of(wall, A3))

    assert (drawn.count("<svg"), "&lt;b&gt;&amp;" in drawn) == (1, True)


def test_a_mark_is_drawn_on_those_made_good(campaign):
    wall = wall_of(1, 1, "L")
    plain = wall_of(1, 1, "l")

    pair = [drawn_cells(one.rows[0], one, sizes_of(one, A3)) for one in (wall, plain)]

    assert ["#bd2a16" in drawn for drawn in pair] == [True, False]


def ordered(user, campaign, **more):
    """The document as a worker makes it."""
    document = documents.find("wall-pdf")
    parameters = document.read({"campaign": campaign.pk, **more})
    subject = document.subject(user, parameters)
    return document.make(subject, parameters, user, lambda *_args: None)


@pytest.mark.parametrize(("paper", "width"), [(3, 1191), (1, 2384)])
def test_the_weeks_are_printed_across(cast, campaign, period, noon, paper, width):
    made = ordered(cast["coordinator"], campaign, view=1, paper=paper)

    pages = pypdf.PdfReader(io.BytesIO(made.content)).pages
    text = pages[0].extract_text()
    assert (len(pages), round(float(pages[0].mediabox.width))) == (1, width)
    wanted = ["桃源村", campaign.title, "制发：青澜县", "1 / 1", "漏报", "截至"]
    assert [word for word in wanted if word not in text] == []


def test_heads_and_legend_stand_on_every_page(cast, campaign, period, noon, units):
    view = next(one for one in views_for(cast["coordinator"], campaign) if one.number == 1)
    page = render(campaign, view, wall_of(120, 52))

    found = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page)).pages]

    assert len(found) == 4
    assert all("单位" in text and "漏报" in text and "/ 4" in text for text in found)


def render(campaign, view, wall):
    return render_pdf(render_to_string("print/wall.html", pdf_context(campaign, view, wall, A3)))


@pytest.mark.parametrize("number", [1, 2])
def test_the_page_of_a_chart_orders_its_paper(sign_in, noon, cast, campaign, period, number, units):
    office, due = cast["coordinator"], NOON + timedelta(days=9)
    parts = Parts(units["town"], [units["village"]])
    issue_task(create_task(campaign, title="入户", parts=parts, due_at=due, by=office), by=office)
    client = sign_in("coordinator")
    view = view_of(office, campaign, number)

    page = client.get(view.url(campaign)).content.decode()
    order = {"document": "wall-pdf", "campaign": campaign.pk, "view": number, "paper": 3}
    client.post(reverse("orgs:export-order"), order)

    assert f'name="view" value="{number}"' in page
    parameters = Job.objects.get().parameters
    assert (parameters["view"], parameters["paper"]) == (number, 3)


def test_a_chart_without_rows_says_so(cast, campaign, template):
    with pytest.raises(CampaignError, match="暂无可张贴"):
        ordered(cast["coordinator"], campaign, view=1)


def test_a_reporter_prints_its_tasks_but_not_the_weeks(cast, campaign, period):
    document = documents.find("wall-pdf")

    assert document.subject(cast["reporter"], {"campaign": campaign.pk, "view": 2}) == campaign
    with pytest.raises(Http404):
        document.subject(cast["reporter"], {"campaign": campaign.pk, "view": 1})


@pytest.mark.parametrize("data", [{"paper": "2"}, {"paper": "x"}, {"view": "-1"}])
def test_a_senseless_order_is_refused(campaign, data):
    with pytest.raises(ValueError, match="paper|view|invalid literal"):
        documents.find("wall-pdf").read({"campaign": campaign.pk, **data})


def test_the_export_centre_offers_the_charts_one_may_open(cast, campaign, period):
    choices = documents.find("wall-pdf").choices(cast["coordinator"], {})

    assert [[value for value, _label in one.options] for one in choices][1:] == [
        ["1", "2", "3", "4"], ["3", "1"],
    ]  # fmt: skip
