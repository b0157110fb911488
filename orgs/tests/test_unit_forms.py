"""The forms of units, people, groups and the roster: saved, refused in words, nothing lost."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from orgs.actions.groups import create_group
from orgs.actions.liaisons import appoint_liaison
from orgs.actions.people import add_person
from orgs.actions.units import edit_unit
from orgs.models import AuditEntry, GroupSeat, LeadingGroup, Liaison, Person, StoredFile, Unit
from orgs.tests.roster_books import book

pytestmark = pytest.mark.django_db
SECRET = "秘名村干部"


@pytest.fixture(autouse=True)
def _asks_for_english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def person(units, cast) -> Person:
    """The village's primary liaison."""
    made = add_person(units["village"], name=SECRET, phone="13812342047", by=cast["town"])
    appoint_liaison(units["village"], person=made, by=cast["town"])
    return made


def page(client, name, *args) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_unit_is_added_edited_moved_and_taken_out_of_service_by_forms(sign_in, units, cast):
    client = sign_in("town")
    facts = {"name": "青石村", "short_name": "", "code": "X1", "kind": "village", "aliases": "青石"}

    client.post(reverse("orgs:unit-create", args=[units["town"].pk]), facts)
    made = Unit.objects.get(code="X1")
    edit = reverse("orgs:unit-edit", args=[made.pk])
    client.post(edit, facts | {"name": "青石社区", "aliases": "", "version": 1, "position": ""})
    move = reverse("orgs:unit-move", args=[made.pk])
    client.post(move, {"to": "U005 河湾镇中心小学", "version": 2})
    client.post(reverse("orgs:unit-deactivate", args=[made.pk]), {"reason": "撤并", "version": 3})
    client.post(reverse("orgs:unit-reactivate", args=[made.pk]), {"version": 4})

    made.refresh_from_db()
    assert (made.name, made.parent, made.version, made.is_active) == (
        "青石社区", units["school"], 5, True,
    )  # fmt: skip
    assert made.aliases.count() == 0
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == [
        "unit.created", "unit.aliases_set", "unit.edited", "unit.aliases_set", "unit.moved",
        "unit.deactivated", "unit.reactivated",
    ]  # fmt: skip


def test_a_stale_edit_shows_both_texts(sign_in, units, cast):
    edit_unit(units["village"], version=1, name="桃源社区", by=None)

    answer = sign_in("town").post(
        reverse("orgs:unit-edit", args=[units["village"].pk]),
        {"name": "桃花源村", "code": "U003", "kind": "village", "version": 1},
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="桃花源村"' in text
    assert "<dd>桃源社区</dd>" in text


def test_a_refused_form_keeps_what_was_typed(sign_in, units):
    answer = sign_in("town").post(
        reverse("orgs:unit-move", args=[units["village"].pk]), {"to": "没有镇", "version": 1}
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no unit “没有镇” among yours." in text
    assert 'value="没有镇"' in text


def test_fields_that_no_form_offers_are_not_taken(sign_in, units):
    client = sign_in("town")
    more = {"path": "0001.", "depth": 1, "parent": units["far_county"].pk, "merged_into": 1}
    facts = {"name": "桃源村", "code": "U003", "kind": "village", "version": 1}

    client.post(reverse("orgs:unit-edit", args=[units["village"].pk]), facts | more)

    after = Unit.objects.get(pk=units["village"].pk)
    assert (after.path, after.depth, after.parent, after.merged_into) == (
        units["village"].path, 3, units["town"], None,
    )  # fmt: skip


def test_a_merge_is_shown_before_it_is_done(sign_in, units, person):
    client = sign_in("town")
    address = reverse("orgs:unit-merge", args=[units["village"].pk])

    shown = client.post(address, {"to": "U004", "version": 1})
    assert shown.status_code == 200
    assert SECRET in shown.content.decode()
    assert Unit.objects.get(pk=units["village"].pk).is_active
    done = client.post(address, {"to": "U004", "version": 1, "confirmed": "1"})

    assert done.status_code == 302
    assert Person.objects.get(pk=person.pk).unit == units["sibling"]


def test_a_liaison_who_leaves_is_sent_to_the_hand_over(sign_in, units, cast, person):
    client = sign_in("town")
    heir = add_person(units["village"], name="罗小燕", by=cast["town"])
    term = Liaison.objects.get()
    leave = reverse("orgs:person-leave", args=[person.pk])
    hand_over = reverse("orgs:liaison-hand-over", args=[term.pk])

    assert hand_over in page(client, "orgs:person-leave", person.pk)
    client.post(leave, {"version": 1})
    assert Person.objects.get(pk=person.pk).left_on is None
    client.post(hand_over, {"to": "罗小燕 · 桃源村"})
    client.post(leave, {"version": 1})

    assert Person.objects.get(pk=person.pk).left_on is not None
    assert Liaison.objects.current().get().person == heir


def test_a_leading_group_is_set_up_seated_and_warned_about(sign_in, units, cast):
    client = sign_in("coordinator")
    for name in ("陈立新", "丁海燕"):
        add_person(units["county"], name=name, by=None)
    facts = {"name": "领导小组", "office_unit": "青澜农商银行", "from_on": "2026-03-01"}

    client.post(reverse("orgs:group-create", args=[units["county"].pk]), facts)
    group = LeadingGroup.objects.get()
    for name in ("陈立新", "丁海燕"):
        client.post(
            reverse("orgs:seat-create", args=[group.pk]), {"role": "leader", "person": name}
        )
    text = page(client, "orgs:group-detail", group.pk)

    assert "领导小组 now has two group leaders: 陈立新 and 丁海燕." in text
    assert (group.office_unit, group.from_on) == (units["bank"], date(2026, 3, 1))
    seat = GroupSeat.objects.first()
    client.post(reverse("orgs:seat-end", args=[group.pk, seat.pk]))
    seat.refresh_from_db()
    assert seat.to_on is not None
    assert client.post(reverse("orgs:seat-end", args=[group.pk, 999])).status_code == 404


def test_the_chart_is_seen_from_below_and_not_from_afar(sign_in, units, cast):
    group = create_group(units["county"], name="领导小组", by=None)

    assert "领导小组" in page(sign_in("reporter"), "orgs:group-detail", group.pk)
    for who in ("far_coordinator", "nobody"):
        answer = sign_in(who).get(reverse("orgs:group-detail", args=[group.pk]))
        assert answer.status_code == 404


def test_a_unit_group_takes_lines_of_codes_and_names(sign_in, units):
    client = sign_in("coordinator")
    address = reverse("orgs:unit-group-create", args=[units["county"].pk])

    wrong = client.post(address, {"name": "各村", "units": "U003 桃源村\n没有村"})
    client.post(address, {"name": "各村", "units": "U003 桃源村\n柳溪村"})

    assert "没有村" in wrong.content.decode()
    group = units["county"].unit_groups.get()
    assert set(group.units.all()) == {units["village"], units["sibling"]}
    client.post(reverse("orgs:unit-group-remove", args=[group.pk]))
    assert units["county"].unit_groups.count() == 0


def test_a_roster_is_uploaded_checked_and_saved(sign_in, units, cast):
    create_group(units["county"], name="领导小组", by=None)
    client = sign_in("coordinator")
    upload = SimpleUploadedFile("通讯录.xlsx", book())

    sent = client.post(reverse("orgs:roster-import"), {"file": upload})
    stored = StoredFile.objects.get()
    assert sent.url == reverse("orgs:roster-check", args=[stored.pk])
    text = page(client, "orgs:roster-check", stored.pk)
    assert "青石镇" in text
    assert Unit.objects.filter(code="X1").count() == 0
    assert sign_in("second_coordinator").get(sent.url).status_code == 404
    done = sign_in("coordinator").post(sent.url)

    assert "xqs.ycc" in done.content.decode()
    assert Unit.objects.filter(code="X1").count() == 1
    assert StoredFile.objects.count() == 0


def test_a_wrong_roster_lists_its_cells_and_is_not_saved(sign_in, units):
    client = sign_in("coordinator")
    upload = SimpleUploadedFile("a.xlsx", book([["X1", "", "", "镇", "U001"]], None))
    address = client.post(reverse("orgs:roster-import"), {"file": upload}).url

    text = client.get(address).content.decode()
    refused = client.post(address)

    assert ("单位 B3" in text, "Save all of it" in text) == (True, False)
    assert refused.status_code == 422
    assert Unit.objects.count() == len(units)


def test_a_file_that_is_no_workbook_is_refused_on_the_form(sign_in, units):
    upload = SimpleUploadedFile("a.xlsx", b"<html>")

    answer = sign_in("coordinator").post(reverse("orgs:roster-import"), {"file": upload})

    assert answer.status_code == 422
    assert StoredFile.objects.count() == 0


def test_template_and_export_are_workbooks_and_the_export_is_noted(sign_in, units, person):
    client = sign_in("coordinator")
    for name, query in [("template", {}), ("export", {}), ("export", {"phones": "1"})]:
        answer = client.get(reverse(f"orgs:roster-{name}"), query)
        assert answer.content[:2] == b"PK"
    notes = AuditEntry.objects.filter(action="roster.exported").order_by("pk")
    assert [entry.note for entry in notes] == ["", "with 1 whole phone"]
