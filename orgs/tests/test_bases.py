"""Headcounts: each has its day, nothing is overwritten, mistakes are told by cell."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from fraudwatch.lib import clock
from fraudwatch.tests.world_fig import bases_book
from orgs.actions.bases import BaseSpec, add_bases
from orgs.errors import OrgError
from orgs.models import AuditEntry, HeadcountBase
from orgs.queries.bases import base_of, bases_on
from orgs.tests.counting import queries_of, text_of

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def enter(noon, cast):
    """Enter headcounts as the office."""

    def act(*rows):
        return add_bases([BaseSpec(*row) for row in rows], by=cast["coordinator"])

    return act


def test_a_day_keeps_the_headcount_of_its_time(enter, units):
    village = units["village"]
    enter((village, "households", 400, MAY), (village, "households", 450, JUNE))

    held = [base_of(village, "households", day) for day in (date(2026, 4, 30), MAY, JUNE)]
    assert [row and row.count for row in held] == [None, 400, 450]


def test_a_slip_is_corrected_by_a_row_of_the_same_day_and_both_stay(enter, units):
    village = units["village"]
    enter((village, "households", 4000, MAY))
    enter((village, "households", 400, MAY))

    rows = HeadcountBase.objects.order_by("pk").values_list("count", flat=True)
    assert (base_of(village, "households", JUNE).count, list(rows)) == (400, [4000, 400])


def test_what_stands_already_is_not_added_again(enter, units):
    row = (units["village"], "households", 400, MAY)

    assert (enter(row), enter(row), HeadcountBase.objects.count()) == (1, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_headcount_entered_twice_at_once_stands_once(enter, noon, units):
    row, both = (units["village"], "households", 400, MAY), Barrier(2)

    def press(_hand: int) -> int:
        both.wait()
        try:
            with clock.at(noon):
                return enter(row)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        added = sorted(pool.map(press, range(2)))

    assert (added, HeadcountBase.objects.count()) == ([0, 1], 1)


def test_bases_of_many_units_are_read_in_one_query(enter, units, django_assert_num_queries):
    enter((units["village"], "households", 400, MAY), (units["sibling"], "adults", 90, MAY))

    with django_assert_num_queries(1):
        found = bases_on(["households", "adults"], JUNE)
    assert found == {
        (units["village"].pk, "households"): 400,
        (units["sibling"].pk, "adults"): 90,
    }


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("households", 0, MAY), "between 1 and"),
        (("households", 10**9, MAY), "between 1 and"),
        (("households", 10, date(2026, 6, 11)), "lies ahead"),
        (("households", 10, date(1026, 6, 1)), "too long ago"),
        (("ghosts", 10, MAY), "no kind"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_kept(enter, units, row, words):
    with pytest.raises(OrgError, match=words):
        enter((units["sibling"], "households", 5, MAY), (units["village"], *row))

    assert HeadcountBase.objects.count() == 0


def test_the_trail_tells_what_held_before(enter, units):
    enter((units["village"], "households", 400, MAY))
    enter((units["village"], "households", 410, MAY))

    found = AuditEntry.objects.filter(action="headcount.added").order_by("pk")
    key = "households 2026-05-01"
    assert [entry.changes for entry in found] == [{key: [None, 400]}, {key: [400, 410]}]


def test_a_reporter_adds_the_own_headcount_on_the_page(noon, sign_in, units):
    client = sign_in("reporter")
    form = {"kind": "households", "count": "１,２00", "as_of": "2026-05-01", "note": "户籍"}
    client.post(reverse("orgs:unit-base-add", args=[units["village"].pk]), form)

    page = text_of(client.get(reverse("orgs:unit-bases", args=[units["village"].pk])))
    assert "1,200" in page
    assert "户籍" in page


def test_refused_input_comes_back_as_typed(noon, sign_in, units):
    form = {"kind": "households", "count": "约400", "as_of": "2026-05-01", "note": "户籍"}
    url = reverse("orgs:unit-base-add", args=[units["village"].pk])
    response = sign_in("coordinator").post(url, form)

    assert (response.status_code, HeadcountBase.objects.count()) == (422, 0)
    assert "约400" in response.content.decode()


def check(client, content):
    """Send a workbook in and look at its check."""
    sent = client.post(
        reverse("orgs:bases-import"), {"file": SimpleUploadedFile("b.xlsx", content)}
    )
    return sent.url, client.get(sent.url)


def test_a_workbook_is_checked_first_and_saved_all_at_once(noon, sign_in, units):
    client = sign_in("coordinator")
    rows = [
        ["U003", "", "households", "1,200", "2026-05-01", ""],
        ["U004", "", "households", 300, MAY, "册"],
    ]
    url, page = check(client, bases_book(rows))
    before = HeadcountBase.objects.count()
    client.post(url)

    kept = HeadcountBase.objects.order_by("unit__code").values_list("unit__code", "count", "as_of")
    assert (before, page.status_code) == (0, 200)
    assert list(kept) == [("U003", 1200, MAY), ("U004", 300, MAY)]


def test_mistakes_in_a_workbook_are_told_by_cell_and_nothing_is_saved(noon, sign_in, units):
    client = sign_in("town")
    rows = [
        ["U007", "", "households", 10, MAY, "another town's"],
        ["U003", "", "猫", 10, MAY, ""],
        ["U003", "", "households", "很多", MAY, ""],
        ["U003", "", "households", 10, "昨天", ""],
        ["U003", "", "adults", 10, MAY, ""],
        ["U003", "", "adults", 11, MAY, ""],
    ]
    url, page = check(client, bases_book(rows))
    plan = page.context["plan"]

    cells = [problem.cell for problem in plan.problems]
    assert cells == ["A2", "C3", "D4", "E5", "D7"]
    assert (client.post(url).status_code, HeadcountBase.objects.count()) == (422, 0)


def test_the_template_comes_back_without_a_mistake(enter, sign_in, units):
    enter((units["village"], "households", 400, MAY))
    client = sign_in("coordinator")
    content = client.get(reverse("orgs:bases-template")).content
    _url, page = check(client, content)

    cells = {problem.cell[0] for problem in page.context["plan"].problems}
    assert cells <= {"C", "D", "E"}  # units without a headcount are left to fill in


def test_the_page_takes_as_many_queries_for_many_rows(enter, sign_in, units):
    client, url = sign_in("coordinator"), reverse("orgs:unit-bases", args=[units["village"].pk])
    enter((units["village"], "households", 400, MAY))
    few = queries_of(client, url)
    enter(*[(units["village"], "households", 400 + n, date(2026, 5, n)) for n in range(2, 20)])

    assert (queries_of(client, url), few <= 15) == (few, True)
