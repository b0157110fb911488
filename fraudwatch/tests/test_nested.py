"""Rows of one table as a column of another, alike on both databases."""

from datetime import date

import pytest
from django.db.models import F, OuterRef

from fraudwatch.lib.nested import Nested
from orgs.models import Unit
from reports.models import Report

pytestmark = pytest.mark.django_db


def test_rows_come_with_the_row_they_lean_on(units):
    below = Unit.objects.filter(parent=OuterRef("pk")).order_by("position", "pk")
    column = Nested(below.annotate(town=F("parent__name")).values("name", "town"))

    found = dict(Unit.objects.values_list("name", column))

    town = [one for one in Unit.objects.order_by("position", "pk") if one.parent == units["town"]]
    assert found["河湾镇"] == [{"name": one.name, "town": "河湾镇"} for one in town]
    assert found["桃源村"] == []


def test_days_and_documents_come_as_json(period, units):
    Report.objects.filter(period=period, unit=units["village"]).update(values={"a": {"n": "1"}})
    rows = Report.objects.filter(unit=OuterRef("pk"), period=period)
    column = Nested(rows.annotate(day=F("period__starts_on")).values("values", "day"))

    found = Unit.objects.filter(pk=units["village"].pk).values_list(column, flat=True)[0]

    assert found == [{"values": {"a": {"n": "1"}}, "day": f"{period.starts_on:%Y-%m-%d}"}]
    assert date.fromisoformat(found[0]["day"]) == period.starts_on
