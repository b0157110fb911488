"""The audit log: who sees what of it, found, read, taken out, and proved whole."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from conftest import NOON
from fraudwatch.lib import clock
from fraudwatch.lib.csv_rows import csv_lines, safe_cell
from fraudwatch.lib.request_context import Origin, coming_from
from orgs import audit_words
from orgs.actions.audit import broken_entries, record, record_alone
from orgs.actions.grants import grant_role
from orgs.enums import Role
from orgs.models import AuditEntry
from orgs.queries.audit import readable_changes
from orgs.tests.counting import queries_of

LIST, EXPORT, VERIFY = (
    "/admin-tools/audit/",
    "/admin-tools/audit/export/",
    "/admin-tools/audit/verify/",
)


@pytest.fixture
def trail(cast, units):
    """Six entries: content and technical, in the county and in the next one, one of no unit."""
    with clock.at(NOON):
        for action, by, about, unit, technical in [
            ("report.submitted", "reporter", "village", "village", False),
            ("person.phone_shown", "leader", "sibling", "sibling", False),
            ("account.changed", "administrator", "town", "town", True),
            ("report.submitted", "far_reporter", "far_village", "far_village", False),
            ("password.reset", "far_coordinator", "far_county", "far_county", True),
        ]:
            with coming_from(Origin("10.12.3.41", "web")):
                record_alone(
                    action, about=units[about], by=cast[by], path=units[unit].path,
                    technical=technical,
                )  # fmt: skip
        record_alone("session.refused", by=None, note="pa… (9)", technical=True)
    return NOON


def seen(client, **query) -> list[str]:
    with clock.at(NOON):
        rows = client.get(LIST, query).context["page"].rows
    return sorted(row["object_name"] or row["note"] for row in rows)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("auditor", ["pa… (9)", "桃源村", "柳溪村", "河湾镇"]),
        ("leader", ["桃源村", "柳溪村", "河湾镇"]),
        ("coordinator", ["桃源村", "河湾镇"]),
        ("administrator", ["pa… (9)", "河湾镇"]),
        ("far_coordinator", ["渡口村", "白鹭县"]),
        ("town", ["桃源村", "河湾镇"]),
    ],
)
def test_who_sees_which_entries(trail, sign_in, name, found):
    assert seen(sign_in(name)) == sorted(found)


@pytest.mark.parametrize("name", ["reporter", "inspector", "nobody"])
def test_who_does_not_see_the_log(trail, sign_in, name):
    assert sign_in(name).get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "reporter先生"}, ["桃源村"]),
        ({"q": "reporter"}, ["桃源村"]),
        ({"q": "河湾"}, ["河湾镇"]),
        ({"q": "10.12.3."}, ["桃源村", "柳溪村", "河湾镇"]),
        ({"action": "report.submitted"}, ["桃源村"]),
        ({"sensitive": "on"}, ["柳溪村"]),
        ({"since": "2026-06-11"}, []),
        ({"until": "2026-06-09"}, []),
        ({"since": "2026-06-10", "until": "2026-06-10", "q": "村"}, ["桃源村", "柳溪村"]),
        ({"q": "渡口"}, []),
    ],
)
def test_the_log_is_searched(trail, sign_in, query, found):
    assert seen(sign_in("auditor"), **query) == sorted(found)


def test_the_last_week_is_shown_first_and_everything_on_request(trail, sign_in):
    client = sign_in("auditor")
    with clock.at(NOON + timedelta(days=9)):
        client.force_login(client.get(LIST).wsgi_request.user)
        first = client.get(LIST).context["page"].rows
        everything = client.get(LIST, {"since": ""}).context["page"].rows

    assert (len(first), len(everything)) == (0, 4)


def test_before_and_after_are_words(cast, units):
    grant_role(cast["nobody"], role=Role.LEADER, unit=units["town"], by=None)
    entry = AuditEntry.objects.get()
    entry.changes |= {
        "is_active": [True, False],
        "password_changed_at": [None, "2026-06-10T12:00:00+08:00"],
        "unknown": [["a", "b"], {"k": 1}],
    }

    changes = {change.label: (change.before, change.after) for change in readable_changes(entry)}
    assert changes == {
        "role": ("", "leader"),
        "unit": ("", "河湾镇"),
        "enabled": ("yes", "no"),
        "password changed at": ("", "10 June 12:00"),
        "unknown": ("a, b", "k: 1"),
    }


def test_a_count_of_what_belongs_to_an_object_goes_by_its_name(cast, units):
    with clock.at(NOON):
        entry = record(
            "unit.edited", units["village"], by=cast["coordinator"], path=units["village"].path,
            changes={"children": [0, 2]},
        )  # fmt: skip

    assert [(one.label, one.before, one.after) for one in readable_changes(entry)] == [
        ("children", "0", "2")
    ]


def test_an_entry_is_looked_at_beside_the_list(trail, sign_in):
    client = sign_in("auditor")
    first = AuditEntry.objects.order_by("pk").first()
    foreign = AuditEntry.objects.get(object_name="渡口村")

    with clock.at(NOON):
        chosen = client.get(LIST, {"entry": first.pk}).context["entry"]
        hidden = client.get(LIST, {"entry": foreign.pk}).context["entry"]

    assert chosen == first
    assert hidden.object_name != "渡口村"


def test_the_export_holds_what_the_list_shows_and_is_itself_on_record(trail, sign_in, cast):
    client = sign_in("auditor")
    with clock.at(NOON):
        answer = client.get(EXPORT, {"q": "村"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")

    rows = list(csv.reader(StringIO(text)))
    assert [row[5] for row in rows[1:]] == ["桃源村", "柳溪村"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    entry = AuditEntry.objects.get(action="audit.exported")
    assert (entry.actor, entry.changes["text"]) == (cast["auditor"], ["", "村"])


@pytest.mark.parametrize("name", ["coordinator", "leader", "reporter"])
def test_who_may_not_take_the_log_out(trail, sign_in, name):
    client = sign_in(name)

    assert (client.get(EXPORT).status_code, client.post(VERIFY).status_code) == (403, 403)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-1+2", "'-1+2"),
        ("-12.5", "-12.5"),
        ("+8", "+8"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("＝1+1", "'＝1+1"),
        ("桃源村", "桃源村"),
        (None, ""),
        (12, "12"),
        ("a\0b", "ab"),
    ],
)
def test_no_cell_becomes_a_formula(value, cell):
    assert safe_cell(value) == cell


def test_the_file_begins_with_a_mark_and_quotes_what_needs_it():
    assert "".join(csv_lines(["a", "b"], [["x,y", 'say "hi"']])) == (
        '\ufeffa,b\r\n"x,y","say ""hi"""\r\n'
    )


def tamper(change) -> None:
    """Change the trail behind the product's back."""
    with connection.cursor() as cursor:
        cursor.execute(change)


def test_a_whole_log_is_proved_whole(trail, sign_in):
    client = sign_in("auditor")
    with clock.at(NOON):
        client.post(VERIFY)

    entry = AuditEntry.objects.get(action="audit.verified")
    assert entry.changes == {"broken": ["", 0]}
    call_command("audit_verify")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE orgs_auditentry SET object_name = '别处' WHERE object_name = '桃源村'",
        "UPDATE orgs_auditentry SET actor_name = '' WHERE object_name = '河湾镇'",
        "UPDATE orgs_auditentry SET hash = 'x' WHERE object_name = '柳溪村'",
    ],
)
def test_a_changed_entry_is_found(trail, sign_in, change):
    tamper(change)

    with clock.at(NOON):
        answer = sign_in("auditor").post(VERIFY, follow=True)

    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    with pytest.raises(CommandError):
        call_command("audit_verify")


def test_a_missing_entry_is_found(cast, units):
    for number in range(3):
        record_alone(
            "report.submitted", about=units["village"], by=cast["reporter"], note=str(number)
        )
    tamper("DELETE FROM orgs_auditentry WHERE note = '1'")

    with pytest.raises(CommandError):
        call_command("audit_verify")


def test_the_check_can_begin_at_a_day(trail, capsys):
    call_command("audit_verify", "--since", "2026-06-10")

    assert capsys.readouterr().out == "the audit trail is whole: 7 entries\n"
    with pytest.raises(CommandError):
        call_command("audit_verify", "--since", "10.6.2026")


def test_the_log_costs_the_same_for_one_and_three_rows(sign_in, cast, units):
    def happen() -> None:
        record_alone(
            "report.submitted", about=units["village"], by=cast["reporter"],
            path=units["village"].path,
        )  # fmt: skip

    client = sign_in("auditor")
    happen()
    one = queries_of(client, LIST)
    happen()
    happen()

    assert queries_of(client, LIST) == one <= 15


def test_the_log_turns_pages_from_the_last_row(sign_in, cast, units):
    for number in range(45):
        record_alone(
            "report.submitted", about=units["village"], by=cast["auditor"], note=str(number)
        )
    client = sign_in("auditor")

    first = client.get(LIST).context["page"]
    second = client.get(LIST + first.next).context["page"]

    assert (len(first.rows), len(second.rows), second.next) == (40, 5, None)


def test_every_action_of_ours_has_a_word():
    assert audit_words.word("session.opened") == "signed in"
    assert audit_words.word("no.such_thing") == "no.such_thing"
    assert audit_words.sensitive() >= {"grant.added", "person.phone_shown"}


def test_entries_sealed_under_a_replaced_key_still_hold(trail, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, long enough to be taken for a real one"

    assert list(broken_entries()) == []


def test_without_the_replaced_key_they_do_not(trail, settings):
    settings.SECRET_KEY = "another key, long enough to be taken for a real one"

    assert list(broken_entries()) != []
