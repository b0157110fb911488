"""Last year's figures from Excel: checked by cell first, saved all or nothing."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import Indicator
from fraudwatch.tests.world_fig import baselines_book, sheet_of
from reports.models import Baseline

LAST_YEAR = date(2025, 6, 9)


@pytest.fixture
def check(noon, template, sign_in):
    """Send a workbook in and look at its check."""

    def act(content):
        client = sign_in("coordinator")
        sent = client.post(
            reverse("reports:baseline-import", args=[template.pk]),
            {"file": SimpleUploadedFile("b.xlsx", content)},
        )
        return client, sent.url, client.get(sent.url).context["plan"]

    return act


def test_rows_are_checked_then_set_with_the_sums_of_every_node(check, units):
    rows = [
        ["U003", "", LAST_YEAR, "1,200", 40, 50],
        ["U008", "", "2025-06-09", 30, None, None],
        ["U004", "", LAST_YEAR, None, None, None],
    ]
    client, url, plan = check(baselines_book(rows))
    before = Baseline.objects.count()
    client.post(url)

    county = Baseline.objects.get(unit=units["county"], is_subtree=True)
    assert (len(plan.new), plan.problems, before) == (2, [], 0)
    assert county.values == {"visits": "1230", "awareness": {"n": "40", "d": "50"}}
    assert county.starts_on == LAST_YEAR


def test_mistakes_are_told_by_cell_and_nothing_is_set(check):
    rows = [
        ["U009", "", LAST_YEAR, 1, None, None],
        ["U003", "", date(2025, 6, 10), 1, None, None],
        ["U003", "", LAST_YEAR, "约三百", None, None],
        ["U004", "", LAST_YEAR, 1, 60, 50],
        ["U005", "", LAST_YEAR, 1, 60, None],
        ["U008", "", LAST_YEAR, 1, None, None],
        ["U008", "", LAST_YEAR, 2, None, None],
    ]
    client, url, plan = check(baselines_book(rows))

    assert [one.cell for one in plan.problems] == ["A2", "C3", "D4", "E5", "E6", "C8"]
    assert (client.post(url).status_code, Baseline.objects.count()) == (422, 0)


def test_a_broken_down_figure_is_the_sum_of_its_parts(check, units):
    Indicator.objects.filter(code="visits").update(
        breakdown=[{"key": key, "name": key, "name_en": key} for key in ("old", "young")]
    )
    heads = ["Unit code", "First day last year", "a [visits/old]", "b [visits/young]"]
    client, url, _plan = check(sheet_of(heads, ["U003", LAST_YEAR, 3, 4]))
    client.post(url)

    own = Baseline.objects.get(unit=units["village"], is_subtree=False)
    assert own.values == {"visits": "7", "visits/old": "3", "visits/young": "4"}


def test_the_workbook_comes_back_as_it_went_out(check, period, template, sign_in, units):
    client, url, _plan = check(baselines_book([["U003", "", LAST_YEAR, 12, 1, 2]]))
    client.post(url)
    content = client.get(reverse("reports:baseline-template", args=[template.pk])).content
    _client, _url, plan = check(content)

    assert ([row.is_same for row in plan.rows], plan.problems) == ([True], [])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", sheet_of(["a", "b"], [1, 2])])
def test_a_file_that_is_none_is_refused_in_a_sentence(noon, template, sign_in, content):
    response = sign_in("coordinator").post(
        reverse("reports:baseline-import", args=[template.pk]),
        {"file": SimpleUploadedFile("b.xlsx", content)},
    )

    assert response.status_code == 422
