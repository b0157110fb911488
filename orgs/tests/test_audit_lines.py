"""The lines of the audit log as they are drawn: in words, escaped, each with its address."""

import re
from html import unescape

import pytest

from conftest import NOON
from fraudwatch.lib import clock
from orgs.models import AuditEntry

LIST = "/admin-tools/audit/"
ODD = """<b>村 & "组" 'x'</b>"""


@pytest.fixture
def line(sign_in, units):
    """Draws the log with one entry and gives its line: markup, and the text of the cells."""

    def drawn(query="", language="en", **fields):
        told = {
            "action": "report.submitted", "actor_name": "审计员", "address": "10.0.0.1",
            "via": "web", "object_name": "桃源村", "path": units["village"].path,
        }  # fmt: skip
        with clock.at(NOON):
            entry = AuditEntry.objects.create(
                chain="x", number=AuditEntry.objects.count(), at=NOON, hash="0", **told | fields
            )
            client = sign_in("auditor")
            client.cookies["django_language"] = language
            page = client.get(LIST + query).content.decode()
        row = next(one for one in re.findall(r"(?s)<tr.*?</tr>", page) if f"={entry.pk}#" in one)
        cells = re.findall(r"(?s)<td[^>]*>(.*?)</td>", row)
        return row, [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in cells]

    return drawn


def test_a_line_says_when_who_what_about_what_and_from_where(line):
    assert line()[1] == ["06-10 12:00:00", "审计员", "report submitted", "桃源村", "10.0.0.1"]


def test_a_line_speaks_the_readers_language(line):
    markup, cells = line(language="zh-hans", action="access.denied", acting_for="办公室")

    assert re.findall(r'data-label="(.*?)"', markup) == ["人员", "动作", "对象", "来源"]
    assert cells[1:3] == ["审计员 代办公室", "越权访问被拒 敏感"]


def test_only_a_sensitive_action_is_marked(line):
    assert line(action="access.denied")[1][2] == "access denied sensitive"
    assert "tag" not in line(action="session.opened")[0]


@pytest.mark.parametrize(
    ("fields", "who", "source"),
    [
        ({"actor_name": ""}, "unknown", "10.0.0.1"),
        ({"actor_name": "", "address": "", "via": "worker"}, "system", "worker"),
        ({"address": "", "via": "pigeon"}, "审计员", "pigeon"),
        ({"address": "", "via": ""}, "审计员", "—"),
    ],
)
def test_who_nobody_knows_and_what_came_from_nowhere(line, fields, who, source):
    cells = line(**fields)[1]

    assert (cells[1], cells[4]) == (who, source)


def test_every_text_is_escaped(line):
    markup, cells = line(
        actor_name=ODD, acting_for=ODD, action=ODD, object_name=ODD, address="", via="<i>'\""
    )

    assert "<b>" not in markup
    assert "<i>" not in markup
    assert cells[1:] == [f"{ODD} for {ODD}", ODD, ODD, "<i>'\""]


def test_a_long_name_is_cut_and_without_one_the_note_stands_there(line):
    assert line(object_name="村" * 61)[1][3] == "村" * 59 + "…"
    assert line(object_name="村" * 60)[1][3] == "村" * 60
    assert line(object_name="", note="wrong name")[1][3] == "wrong name"


def test_a_line_leads_to_its_entry_with_the_filters_kept(line):
    markup, _cells = line("?q=%22%3E%E5%AE%A1&entry=1&since=", actor_name='">审')
    link = unescape(re.search(r'href="([^"]*)"', markup)[1])

    key = AuditEntry.objects.get().pk
    assert link == f"?q=%22%3E%E5%AE%A1&since=&entry={key}#entry"


def test_the_entry_looked_at_is_marked_among_the_lines(line):
    first, _cells = line()
    second, _cells = line(query=f"?entry={AuditEntry.objects.get().pk}")

    assert 'class="is-sel"' in first
    assert 'aria-current="true"' in first
    assert 'class="is-sel"' not in second
