"""Answers of the database written down, compared, and used again."""

from datetime import timedelta

import pytest
from django.db import connection

from conftest import NOON
from fraudwatch.lib import clock
from fraudwatch.lib.same_rows import (
    LARGEST,
    MOMENTS,
    MOST,
    Page,
    Shelf,
    digest,
    in_order,
    read_again,
    reading,
)
from orgs.models import Unit


def names() -> list[str]:
    return list(Unit.objects.order_by("pk").values_list("name", flat=True))


def kept(asked, content=b"<p>") -> Page:
    return Page(200, content, {}, "", clock.now(), asked.answers)


def test_what_is_read_inside_is_what_is_read_outside(units):
    with reading({}) as asked:
        inside = names(), Unit.objects.get(pk=units["town"].pk).name, Unit.objects.count()
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM orgs_unit WHERE id > %s ORDER BY id", [0])
            by_hand = [cursor.fetchone()[0], *(row[0] for row in cursor)]
            cursor.execute("SELECT COUNT(*) FROM orgs_unit")
            counted = cursor.fetchmany(5)

    assert inside == (names(), units["town"].name, len(units))
    assert (by_hand, counted) == (names(), [(len(units),)])
    assert asked.only_reads


def test_a_block_that_writes_is_known_and_reads_its_own_writing(units):
    with reading({}) as first:
        names()
    _same, read = read_again(kept(first))
    with reading(read) as asked:
        Unit.objects.filter(pk=units["town"].pk).update(name="新名镇")
        found = names()

    assert not asked.only_reads
    assert "新名镇" in found


def test_answers_just_read_are_not_asked_for_again(units, django_assert_num_queries):
    with reading({}) as first:
        names()
    with django_assert_num_queries(1):
        same, read = read_again(kept(first))
    with reading(read) as again:
        found = names()

    assert same
    assert found == names()
    assert again.answers == first.answers


def test_the_answer_that_changed_is_asked_first_the_next_time(units, django_assert_num_queries):
    with reading({}) as first:
        Unit.objects.count()
        names()
    Unit.objects.filter(pk=units["town"].pk).update(name="新名镇")
    same, read = read_again(kept(first))
    assert not same
    with reading(read) as drawn:
        Unit.objects.count()
        names()
    page = Page(200, b"", {}, "", clock.now(), in_order(drawn.answers, read))
    Unit.objects.filter(pk=units["town"].pk).update(name="老名镇")

    with django_assert_num_queries(1):
        same, _read = read_again(page)
    assert not same


@pytest.mark.parametrize(
    ("before", "after"), [([(-1,)], [(-2,)]), ([("1",)], [(1,)]), ([(None,)], [("",)]), ([], [()])]
)
def test_other_rows_have_another_digest(before, after):
    assert digest(before) != digest(after)


def test_a_page_grows_old_and_the_shelf_stays_small(noon):
    shelf, page = Shelf(), Page(200, b"x" * LARGEST, {}, "", NOON, {})
    for n in range(2 * MOST // LARGEST):
        shelf.keep(n, page)

    assert (shelf.find(0), shelf.size) == (None, MOST)
    newest = 2 * MOST // LARGEST - 1
    assert shelf.find(newest) is page
    with clock.at(NOON + timedelta(seconds=MOMENTS, microseconds=-1)):
        assert shelf.find(newest) is page
    with clock.at(NOON + timedelta(seconds=MOMENTS)):
        assert shelf.find(newest) is None
    with clock.at(NOON - timedelta(seconds=1)):
        assert shelf.find(newest - 1) is None
    shelf.keep("large", Page(200, b"x" * (LARGEST + 1), {}, "", NOON, {}))
    assert shelf.find("large") is None
